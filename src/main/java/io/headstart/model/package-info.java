/** Models that a team has registered from its runs: versions, stages, cards, downloads. */
@NullMarked
package io.headstart.model;

import org.jspecify.annotations.NullMarked;
