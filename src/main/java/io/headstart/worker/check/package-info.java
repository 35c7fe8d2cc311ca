/** The job of kind check: looks at an upload, says what is wrong, splits and normalises it. */
@NullMarked
package io.headstart.worker.check;

import org.jspecify.annotations.NullMarked;
