package io.headstart.worker.train;

/**
 * What the frozen part of a network says of a batch.
 *
 * @param values row-major
 * @param shape [batch, tokens, hidden], or [batch, hidden] when all but the head is frozen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; too large to copy
record Features(float[] values, long[] shape) {
  /** Size of the last dimension. */
  int width() {
    return Math.toIntExact(shape[shape.length - 1]);
  }

  /** Values of one example of the batch, padding included. */
  int perExample() {
    return values.length / Math.toIntExact(shape[0]);
  }
}
