/** A team's first page and the first start of an installation; owns no table. */
@NullMarked
package io.headstart.home;

import org.jspecify.annotations.NullMarked;
