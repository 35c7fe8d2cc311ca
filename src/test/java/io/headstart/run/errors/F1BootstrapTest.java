package io.headstart.run.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.run.evidence.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The intervals of F1 against the delta method, which is right for many examples. */
class F1BootstrapTest {
  private static final Confusion MANY =
      new Confusion(
          List.of("ham", "spam", "odd"),
          new long[][] {{800, 90, 10}, {60, 700, 40}, {30, 20, 250}});

  @Test
  void agreesWithTheDeltaMethodOnManyExamples() {
    List<ClassScore> scores = ClassScore.of(MANY);
    double n = 2_000;
    for (ClassScore score : scores) {
      double hit = score.hits() / n;
      double miss = (score.support() + score.answered() - 2 * score.hits()) / n;
      double whole = 2 * hit + miss;
      double byHit = 2 * miss / (whole * whole);
      double byMiss = -2 * hit / (whole * whole);
      double variance =
          (byHit * byHit * hit * (1 - hit)
                  + byMiss * byMiss * miss * (1 - miss)
                  - 2 * byHit * byMiss * hit * miss)
              / n;
      double half = 1.96 * Math.sqrt(variance);
      double f1 = 2 * hit / whole;
      assertEquals(f1, score.f1(), 1e-12);
      assertEquals(f1 - half, score.f1Interval().low(), 0.15 * half, score.name());
      assertEquals(f1 + half, score.f1Interval().high(), 0.15 * half, score.name());
    }
  }

  @Test
  void saysTheSameEachTime() {
    assertEquals(F1Bootstrap.intervals(MANY), F1Bootstrap.intervals(MANY));
  }

  @Test
  void ofNothingEverythingIsPossible() {
    Confusion none = new Confusion(List.of("ham", "spam"), new long[2][2]);
    assertEquals(List.of(new Interval(0, 1), new Interval(0, 1)), F1Bootstrap.intervals(none));
  }

  @Test
  void aRunWithoutErrorsHasNone() {
    Confusion perfect = new Confusion(List.of("ham", "spam"), new long[][] {{7, 0}, {0, 5}});
    for (ClassScore score : ClassScore.of(perfect)) {
      assertEquals(1, score.f1());
      assertEquals(1, score.precision());
      assertEquals(1, score.f1Interval().high());
    }
    assertEquals(List.of(), perfect.pairs());
  }
}
