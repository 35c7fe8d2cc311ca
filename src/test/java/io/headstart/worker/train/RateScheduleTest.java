package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateScheduleTest {
  @Test
  void itRisesInAStraightLineAndFallsAlongACosine() {
    RateSchedule schedule = RateSchedule.of(20, 0.2);
    assertEquals(4, schedule.warmup());
    assertEquals(0.25, schedule.share(1));
    assertEquals(0.5, schedule.share(2));
    assertEquals(1, schedule.share(4));
    assertEquals(1, schedule.share(5));
    assertEquals(0.5, schedule.share(13), 1e-12);
    assertEquals((1 + Math.cos(Math.PI * 15 / 16)) / 2, schedule.share(20), 1e-12);
  }

  @Test
  void everyStepHasARateAboveZeroAndAtMostThePeak() {
    for (int steps = 1; steps < 40; steps++) {
      for (double warmup : new double[] {0, 0.1, 0.5, 1}) {
        RateSchedule schedule = RateSchedule.of(steps, warmup);
        for (int step = 1; step <= steps; step++) {
          double share = schedule.share(step);
          assertTrue(share > 0 && share <= 1, schedule + " at " + step + ": " + share);
        }
      }
    }
  }
}
