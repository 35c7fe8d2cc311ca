package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compares results of two engines. */
public final class Differences {
  private Differences() {}

  /** Fails if a value differs by more than the share of the largest value. */
  public static void assertClose(float[] expected, float[] actual, double share, String what) {
    assertEquals(expected.length, actual.length, what);
    double largest = 1e-6;
    for (float value : expected) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]);
      boolean same = Float.compare(expected[i], actual[i]) == 0 || expected[i] == actual[i];
      assertTrue(
          same || difference <= share * largest,
          what + " at " + i + ": expected " + expected[i] + " but was " + actual[i]);
    }
  }
}
