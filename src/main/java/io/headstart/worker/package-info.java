/** The worker process: does one attempt of one job. */
@NullMarked
package io.headstart.worker;

import org.jspecify.annotations.NullMarked;
