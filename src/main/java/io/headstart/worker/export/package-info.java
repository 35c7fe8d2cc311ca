/** Writes what the user downloads: an archive that runs without Headstart. */
@NullMarked
package io.headstart.worker.export;

import org.jspecify.annotations.NullMarked;
