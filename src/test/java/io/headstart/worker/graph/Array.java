package io.headstart.worker.graph;

import java.util.Random;

/** Values with a shape: floats, or else longs. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Array(float[] floats, long[] longs, long[] shape) {
  /** Numbers drawn from a normal distribution. */
  public static Array floats(Random random, long... shape) {
    float[] values = new float[count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Array(values, null, shape);
  }

  /** Integers from 0 to below the bound. */
  public static Array longs(Random random, int bound, long... shape) {
    return new Array(null, random.longs(count(shape), 0, bound).toArray(), shape);
  }

  private static int count(long... shape) {
    int count = 1;
    for (long dim : shape) {
      count *= (int) dim;
    }
    return count;
  }
}
