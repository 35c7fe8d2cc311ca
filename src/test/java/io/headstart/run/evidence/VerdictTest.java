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
    Verdict verdict = Verdict.of(new PairedCounts(90, 1, 10, 19), BAG);
    assertEquals(Verdict.Answer.DID_NOT_HELP, verdict.answer());
    assertTrue(
        verdict.sentence().contains("(95 % interval −12.8 to −2.0, the same 120 test"),
        verdict.sentence());
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

  @Test
  void transferHasHelpedOnlyWhereItBeatsEveryBaselineWithoutIt() {
    Verdict simple = Verdict.of(new PairedCounts(90, 20, 1, 9), BAG);
    Verdict scratch =
        Verdict.of(new PairedCounts(100, 10, 8, 2), "run 4", Verdict.Way.FRESH_WEIGHTS);
    assertEquals(Verdict.Answer.HELPED, simple.answer());
    assertEquals(Verdict.Answer.CANNOT_BE_TOLD, scratch.answer());
    assertEquals(scratch, simple.or(scratch));
    assertEquals(scratch, scratch.or(simple));
    Verdict worse = Verdict.of(new PairedCounts(90, 1, 20, 9), "run 4", Verdict.Way.FRESH_WEIGHTS);
    assertEquals(worse, scratch.or(worse));
    assertTrue(worse.sentence().contains("fresh weights"), worse.sentence());
  }

  @Test
  void ofTwoLikeAnswersTheSmallerGainIsSpokenOf() {
    Verdict large = Verdict.of(new PairedCounts(80, 30, 1, 9), BAG);
    Verdict small = Verdict.of(new PairedCounts(90, 20, 1, 9), "run 4", Verdict.Way.FRESH_WEIGHTS);
    assertEquals(small, large.or(small));
    assertEquals(small, small.or(large));
  }

  @Test
  void fromScratchNothingIsSaidOfTransfer() {
    Verdict verdict = Verdict.ofScratch(new PairedCounts(90, 10, 1, 19), BAG);
    assertEquals(Verdict.Answer.NOTHING_TRANSFERRED, verdict.answer());
    assertTrue(verdict.sentence().startsWith("7.5 points above bag of words"), verdict.sentence());
  }

  @Test
  void openingBlocksIsJudgedByTheSameRules() {
    assertEquals("Opening blocks paid.", new Opening(new PairedCounts(90, 10, 1, 19)).words());
    Opening not = new Opening(new PairedCounts(9000, 12, 10, 978));
    assertEquals("Opening blocks did not pay.", not.words());
    assertTrue(not.sentence().contains("Train the head only"), not.sentence());
    Opening open = new Opening(new PairedCounts(100, 5, 2, 13));
    assertEquals("Whether opening blocks paid cannot be told.", open.words());
    assertTrue(
        open.sentence().startsWith("2.5 points above a head alone on the base model's features"),
        open.sentence());
    assertTrue(open.sentence().contains("With 120 test examples"), open.sentence());
  }
}
