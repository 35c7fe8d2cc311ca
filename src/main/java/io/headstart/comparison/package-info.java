/** Compares runs honestly: what differs, on the same examples, with what can't be told said so. */
@NullMarked
package io.headstart.comparison;

import org.jspecify.annotations.NullMarked;
