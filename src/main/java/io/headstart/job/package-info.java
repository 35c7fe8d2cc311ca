/** What workers do: jobs, attempts, their states, leases and events; the SPI JobKind. */
@NullMarked
package io.headstart.job;

import org.jspecify.annotations.NullMarked;
