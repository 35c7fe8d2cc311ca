package io.headstart.worker.train;

import java.util.Arrays;

/**
 * What the frozen part of a network says of a batch.
 *
 * @param values row-major
 * @param shape batch first: [batch, tokens, hidden] for texts, [batch, channels, height, width] for
 *     pictures, or [batch, hidden] when all but the head is frozen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; too large to copy
record Features(float[] values, long[] shape) {
  /** Values of one example of the batch, padding included. */
  int perExample() {
    return values.length / Math.toIntExact(shape[0]);
  }

  /** Shape of one example. */
  long[] one() {
    return Arrays.copyOfRange(shape, 1, shape.length);
  }
}
