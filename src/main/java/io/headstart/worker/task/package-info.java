/**
 * Classification of texts and pictures: reads examples, orders them into batches, scores answers.
 */
@NullMarked
package io.headstart.worker.task;

import org.jspecify.annotations.NullMarked;
