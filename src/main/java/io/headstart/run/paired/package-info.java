/** Runs beside each other: on the same examples, and by their curves. */
@NullMarked
package io.headstart.run.paired;

import org.jspecify.annotations.NullMarked;
