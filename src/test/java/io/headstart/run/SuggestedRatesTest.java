package io.headstart.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.platform.page.Say;
import io.headstart.protocol.Modality;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestedRatesTest {
  private static final int BLOCKS = 7;

  @Test
  void eachBlockMoreLowersTheBodysRateAndItsBand() {
    for (int frozen = BLOCKS - 2; frozen >= 0; frozen--) {
      SuggestedRates deeper = SuggestedRates.of(frozen, BLOCKS, Modality.TEXT);
      SuggestedRates before = SuggestedRates.of(frozen + 1, BLOCKS, Modality.TEXT);
      assertTrue(deeper.body() < before.body(), "frozen: " + frozen);
      assertTrue(deeper.low() < before.low() && deeper.high() < before.high());
      assertTrue(deeper.low() < deeper.body() && deeper.body() < deeper.high());
      assertTrue(deeper.headLow() < deeper.head() && deeper.head() < deeper.headHigh());
    }
  }

  @Test
  void eachIsWrittenInTwoDigitsInFull() {
    for (int frozen = 0; frozen <= BLOCKS; frozen++) {
      SuggestedRates rates = SuggestedRates.of(frozen, BLOCKS, Modality.TEXT);
      assertEquals(rates.body(), Double.parseDouble(Say.rate(rates.body())));
      assertEquals(rates.head(), Double.parseDouble(Say.rate(rates.head())));
    }
  }

  @Test
  void aHeadAloneMovesFasterAndLeavesTheBody() {
    SuggestedRates alone = SuggestedRates.of(BLOCKS, BLOCKS, Modality.TEXT);
    assertEquals(0, alone.body());
    assertEquals(0, alone.high());
    assertTrue(alone.head() > SuggestedRates.of(BLOCKS - 1, BLOCKS, Modality.TEXT).head());
  }

  @Test
  void everyDepthHasItsOwnReason() {
    Set<String> reasons = new HashSet<>();
    IntStream.rangeClosed(0, BLOCKS)
        .forEach(frozen -> reasons.add(SuggestedRates.of(frozen, BLOCKS, Modality.TEXT).reason()));
    assertEquals(BLOCKS + 1, reasons.size());
  }

  @Test
  void ofPicturesTheBodyNeverMovesFasterThanWhatLiesAboveIt() {
    double before = Double.POSITIVE_INFINITY;
    for (int frozen = 18; frozen >= 0; frozen--) {
      SuggestedRates rates = SuggestedRates.of(frozen, 19, Modality.PICTURES);
      assertTrue(rates.body() <= before && rates.body() < rates.head(), "frozen: " + frozen);
      before = rates.body();
    }
    assertEquals(0, SuggestedRates.of(19, 19, Modality.PICTURES).body());
  }
}
