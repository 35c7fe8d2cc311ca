/** Limits per team, reservations and capacity per class; knows reservations, not jobs. */
@NullMarked
package io.headstart.quota;

import org.jspecify.annotations.NullMarked;
