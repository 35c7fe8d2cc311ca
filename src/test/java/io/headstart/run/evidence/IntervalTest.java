package io.headstart.run.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
  /** The four examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void wilsonEqualsThePublishedFigures(long correct, long total, double low, double high) {
    Interval interval = Interval.wilson(correct, total);
    assertEquals(low, interval.low(), 5e-5);
    assertEquals(high, interval.high(), 5e-5);
  }

  @Test
  void ofNothingEverythingIsPossible() {
    assertEquals(new Interval(0, 1), Interval.wilson(0, 0));
  }

  @Test
  void allRightEndsAtOneExactly() {
    assertEquals(1.0, Interval.wilson(20, 20).high());
    assertEquals(1 - 0.1611, Interval.wilson(20, 20).low(), 5e-5);
  }
}
