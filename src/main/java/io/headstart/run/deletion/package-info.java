/** Runs that nobody needs any more: who may delete them, and what goes with them. */
@NullMarked
package io.headstart.run.deletion;

import org.jspecify.annotations.NullMarked;
