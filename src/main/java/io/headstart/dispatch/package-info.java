/** Quartz jobs that admit, launch and reap; the Launcher SPI; the HTTP side that workers call. */
@NullMarked
package io.headstart.dispatch;

import org.jspecify.annotations.NullMarked;
