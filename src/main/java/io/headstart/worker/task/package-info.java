/** Text classification: reads and tokenises examples, orders them into batches, scores answers. */
@NullMarked
package io.headstart.worker.task;

import org.jspecify.annotations.NullMarked;
