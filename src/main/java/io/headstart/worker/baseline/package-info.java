/** Answers without transfer, on the same splits: bag of words, colour histogram. */
@NullMarked
package io.headstart.worker.baseline;

import org.jspecify.annotations.NullMarked;
