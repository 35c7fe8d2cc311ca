package io.headstart.modelfile.onnx;

import java.util.Arrays;

/** Grows with what a file really holds, not with what it says it holds. */
final class LongList {
  private long[] values = new long[8];
  private final int most;
  private int size;

  LongList(int most) {
    this.most = most;
  }

  void add(long value) throws UnreadableModelFile {
    if (size == most) {
      throw new UnreadableModelFile(
          "The model is damaged: a list holds more than the " + most + " numbers it may have.");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
