/** The same settings with several seeds: how much of a figure is the luck of one. */
@NullMarked
package io.headstart.run.experiment;

import org.jspecify.annotations.NullMarked;
