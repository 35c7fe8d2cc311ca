package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepGraceTest {
  private final long start = System.nanoTime();
  private final SweepGrace grace = new SweepGrace(Duration.ofSeconds(180), start);

  @Test
  void afterTheStartSilenceDoesNotCountForAWhile() {
    for (int second = 2; second < 180; second += 2) {
      assertFalse(grace.isOver(at(second)), "after " + second + " s");
    }
    assertTrue(grace.isOver(at(180)));
  }

  @Test
  void afterAStallOfTheServerItselfSilenceDoesNotCountAgain() {
    for (int second = 2; second <= 200; second += 2) {
      grace.isOver(at(second));
    }
    assertFalse(grace.isOver(at(300)));
    for (int second = 302; second < 480; second += 2) {
      assertFalse(grace.isOver(at(second)), "after " + second + " s");
    }
    assertTrue(grace.isOver(at(480)));
  }

  private long at(int second) {
    return start + Duration.ofSeconds(second).toNanos();
  }
}
