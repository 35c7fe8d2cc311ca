package io.headstart.run.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedCountsTest {
  /** Sums of binomial coefficients by hand: 2 (1 + 12 + 66) / 4096, 2 / 64, … . */
  @ParameterizedTest
  @CsvSource({
    "10, 2, 0.03857421875",
    "2, 10, 0.03857421875",
    "6, 0, 0.03125",
    "5, 0, 0.0625",
    "1, 1, 1",
    "0, 0, 1",
    "4, 3, 1"
  })
  void mcnemarIsExact(long onlyFirst, long onlySecond, double p) {
    assertEquals(p, new PairedCounts(50, onlyFirst, onlySecond, 5).mcnemar(), 1e-12);
  }

  /**
   * Agresti, Categorical Data Analysis: 1,600 voters asked twice, 794 / 150 / 86 / 570; Wald's
   * interval is -0.04 ± 1.96 x 0.0095, and half an example in each cell hardly moves it.
   */
  @Test
  void theIntervalOfALargeSampleIsWalds() {
    Interval interval = new PairedCounts(794, 86, 150, 570).interval();
    assertEquals(-0.0586, interval.low(), 2e-4);
    assertEquals(-0.0213, interval.high(), 2e-4);
  }

  /** By hand: (4.5 - 0.5) / 22 ± 1.959964 sqrt(5 - 16 / 22) / 22. */
  @Test
  void halfAnExampleIsAddedToEachCell() {
    Interval interval = new PairedCounts(10, 4, 0, 6).interval();
    assertEquals(0.18181818 - 0.18415266, interval.low(), 1e-6);
    assertEquals(0.18181818 + 0.18415266, interval.high(), 1e-6);
  }

  /** All tables of 20 pairs, weighted by their probability: the promise of 95 % is kept. */
  @Test
  void theIntervalCoversTheTruthInSmallSamples() {
    for (double[] cells :
        List.of(
            new double[] {0.7, 0.2, 0.05, 0.05},
            new double[] {0.5, 0.1, 0.1, 0.3},
            new double[] {0.85, 0.1, 0.02, 0.03})) {
      double covered = coverage(20, cells);
      assertTrue(covered > 0.935, "covers " + covered);
    }
  }

  private static double coverage(int n, double[] p) {
    double truth = p[1] - p[2];
    double covered = 0;
    for (int a = 0; a <= n; a++) {
      for (int b = 0; a + b <= n; b++) {
        for (int c = 0; a + b + c <= n; c++) {
          int d = n - a - b - c;
          Interval interval = new PairedCounts(a, b, c, d).interval();
          if (interval.low() <= truth && truth <= interval.high()) {
            double log = factorial(n) - factorial(a) - factorial(b) - factorial(c) - factorial(d);
            log += a * Math.log(p[0]) + b * Math.log(p[1]);
            log += c * Math.log(p[2]) + d * Math.log(p[3]);
            covered += Math.exp(log);
          }
        }
      }
    }
    return covered;
  }

  private static double factorial(int n) {
    double log = 0;
    for (int i = 2; i <= n; i++) {
      log += Math.log(i);
    }
    return log;
  }
}
