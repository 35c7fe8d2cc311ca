package io.headstart.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Against R's {@code p.adjust(…, "holm")}. */
class HolmTest {
  @Test
  void agreesWithR() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06}, Holm.adjusted(List.of(0.01, 0.04, 0.03)), 1e-12);
    assertArrayEquals(
        new double[] {1, 0.004, 0.9, 1}, Holm.adjusted(List.of(0.6, 0.001, 0.3, 0.7)), 1e-12);
    assertArrayEquals(new double[] {0.2}, Holm.adjusted(List.of(0.2)), 1e-12);
    assertArrayEquals(new double[0], Holm.adjusted(List.of()), 0);
  }
}
