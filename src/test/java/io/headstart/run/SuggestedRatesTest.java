package io.headstart.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestedRatesTest {
  private static final int BLOCKS = 7;

  @Test
  void eachBlockMoreLowersTheBodysRateAndItsBand() {
    for (int frozen = BLOCKS - 2; frozen >= 0; frozen--) {
      SuggestedRates deeper = SuggestedRates.of(frozen, BLOCKS);
      SuggestedRates before = SuggestedRates.of(frozen + 1, BLOCKS);
      assertTrue(deeper.body() < before.body(), "frozen: " + frozen);
      assertTrue(deeper.low() < before.low() && deeper.high() < before.high());
      assertTrue(deeper.low() < deeper.body() && deeper.body() < deeper.high());
      assertTrue(deeper.headLow() < deeper.head() && deeper.head() < deeper.headHigh());
    }
  }

  @Test
  void aHeadAloneMovesFasterAndLeavesTheBody() {
    SuggestedRates alone = SuggestedRates.of(BLOCKS, BLOCKS);
    assertEquals(0, alone.body());
    assertEquals(0, alone.high());
    assertTrue(alone.head() > SuggestedRates.of(BLOCKS - 1, BLOCKS).head());
  }

  @Test
  void everyDepthHasItsOwnReason() {
    Set<String> reasons = new HashSet<>();
    IntStream.rangeClosed(0, BLOCKS)
        .forEach(frozen -> reasons.add(SuggestedRates.of(frozen, BLOCKS).reason()));
    assertEquals(BLOCKS + 1, reasons.size());
  }
}
