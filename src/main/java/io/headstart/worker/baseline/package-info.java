/** Answers without transfer, on the same splits: the majority class, and bag of words. */
@NullMarked
package io.headstart.worker.baseline;

import org.jspecify.annotations.NullMarked;
