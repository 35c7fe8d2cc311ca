package io.headstart.run.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final String BAG = "bag of words + logistic regression";

  @Test
  void moreRightThanChanceExplainsIsHelp() {
    Verdict verdict = Verdict.of(new PairedCounts(90, 10, 1, 19), BAG);
    assertEquals(Verdict.Answer.HELPED, verdict.answer());
    assertTrue(verdict.sentence().startsWith("7.5 points above bag of words"), verdict.sentence());
    assertTrue(verdict.sentence().contains("p = 0.012"), verdict.sentence());
  }

  @Test
  void fewerRightThanChanceExplainsIsNoHelp() {
    assertEquals(
        Verdict.Answer.DID_NOT_HELP, Verdict.of(new PairedCounts(90, 1, 10, 19), BAG).answer());
  }

  @Test
  void aGainThatIsSurelyBelowOnePointIsNoHelp() {
    Verdict verdict = Verdict.of(new PairedCounts(9000, 12, 10, 978), BAG);
    assertTrue(verdict.p() > 0.05);
    assertTrue(verdict.interval().high() < 0.01);
    assertEquals(Verdict.Answer.DID_NOT_HELP, verdict.answer());
  }

  @Test
  void aFewExamplesProveNothing() {
    Verdict verdict = Verdict.of(new PairedCounts(100, 5, 2, 13), BAG);
    assertEquals(Verdict.Answer.CANNOT_BE_TOLD, verdict.answer());
    assertTrue(verdict.sentence().contains("With 120 test examples"), verdict.sentence());
  }

  @Test
  void nothingAtAllCannotBeTold() {
    Verdict verdict = Verdict.of(new PairedCounts(0, 0, 0, 0), BAG);
    assertEquals(Verdict.Answer.CANNOT_BE_TOLD, verdict.answer());
    assertEquals(1, verdict.p());
  }
}
