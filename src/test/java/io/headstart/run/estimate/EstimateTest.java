package io.headstart.run.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final double EXACT = 1e-9;

  /** 1,000 texts, six blocks. */
  private static Shape texts(int frozen, int epochs) {
    return new Shape(6, frozen, 700, 150, 150, epochs, 16, 128, false, 1, false);
  }

  private static Map<String, Double> phases(double prefix, double head, double train) {
    return Map.of(
        "load",
        2.0,
        "prefix",
        prefix,
        "head",
        head,
        "train",
        train,
        "baseline",
        1.0,
        "export",
        1.0);
  }

  private static TimeRange time(Shape planned, Measured... measured) {
    return assertNotNull2(Estimate.of(planned, List.of(measured), "Tiny").time());
  }

  private static TimeRange assertNotNull2(TimeRange range) {
    assertNotNull(range);
    return range;
  }

  @Test
  void nothingMeasuredTellsNothing() {
    Estimate none = Estimate.of(texts(5, 3), List.of(), "Tiny");
    assertNull(none.time());
    assertNull(none.memory());
    assertTrue(none.timeFrom().contains("the first one will tell"), none.timeFrom());
  }

  @Test
  void theSameAgainTakesAsLong() {
    Measured run = new Measured(4, texts(5, 3), phases(10, 3, 20), 40, 1 << 30);
    TimeRange again = time(texts(5, 3), run);
    assertEquals(40, again.low(), EXACT);
    assertEquals(40, again.high(), EXACT);
    assertEquals("about 40 s", again.words());
  }

  @Test
  void atTheSameDepthOnlyTheEpochsGrow() {
    Measured run = new Measured(4, texts(5, 3), phases(10, 3, 20), 40, 1 << 30);
    // Of an epoch: 700 examples forward and back, 150 forward; the test's 150 once.
    double longer = 20.0 * (6 * (3 * 700 + 150) + 150) / (3 * (3 * 700 + 150) + 150);
    assertEquals(40 - 20 + longer, time(texts(5, 6), run).low(), EXACT);
  }

  @Test
  void anotherDepthIsToldByTheTimeOfABlock() {
    // 1,000 examples through five blocks in 10 s: 2 ms for an example and block.
    Measured run = new Measured(4, texts(5, 3), phases(10, 3, 20), 40, 1 << 30);
    double unit = 0.002;
    double prefix = unit * 4 * 1000;
    double training = unit * 2 * (3 * (3 * 700 + 150) + 150);
    double head = unit * 1000 * 2;
    double rest = 40 - 10 - 3 - 20;
    assertEquals(rest + prefix + training + head, time(texts(4, 3), run).low(), EXACT);
    assertTrue(
        Estimate.of(texts(4, 3), List.of(run), "Tiny").timeFrom().contains("froze otherwise"));
  }

  @Test
  void runsAtTheSameDepthTellMoreThanOthers() {
    Measured deep = new Measured(4, texts(0, 3), phases(0, 3, 400), 420, 3L << 30);
    Measured like = new Measured(5, texts(5, 3), phases(10, 3, 20), 40, 1L << 30);
    Measured slow = new Measured(6, texts(5, 3), phases(12, 3, 30), 52, 1L << 30);
    Estimate told = Estimate.of(texts(5, 3), List.of(deep, like, slow), "Tiny");
    assertEquals("40–52 s", assertNotNull2(told.time()).words());
    assertEquals("From runs 5 and 6 of this base model, which froze as much.", told.timeFrom());
    assertEquals(1L << 30, told.memory());
  }

  @Test
  void longerTextsMayTakeLongerAndPicturesDo() {
    Measured run = new Measured(4, texts(5, 3), phases(10, 3, 20), 40, 1 << 30);
    Shape twice = new Shape(6, 5, 700, 150, 150, 3, 16, 256, false, 1, false);
    TimeRange range = time(twice, run);
    assertEquals(40, range.low(), EXACT);
    assertEquals(40 + 33, range.high(), EXACT);

    Shape small = new Shape(6, 5, 700, 150, 150, 3, 16, 96, true, 1, false);
    Shape large = new Shape(6, 5, 700, 150, 150, 3, 32, 192, true, 1, false);
    Measured pictures = new Measured(4, small, phases(10, 3, 20), 40, 1 << 30);
    assertEquals(7 + 4 * 33, time(large, pictures).low(), EXACT);
    assertEquals(
        "Held by run 4, with batches of 16, with 96 pixels a side.",
        Estimate.of(large, List.of(pictures), "Tiny").memoryFrom());
  }

  @Test
  void aHeadAloneGrowsWithItsSteps() {
    Measured run = new Measured(4, texts(6, 3), phases(12, 0, 6), 25, 1 << 30);
    assertEquals(25 + 6, time(texts(6, 6), run).low(), EXACT);
    // A head is nothing beside a block, so that a run that opened some tells nothing of it.
    Measured open = new Measured(4, texts(5, 3), phases(10, 3, 20), 40, 1 << 30);
    assertEquals(7 + 12, time(texts(6, 3), open).low(), EXACT);
  }

  @Test
  void whatIsKeptOfTheFrozenPartTakesNoTime() {
    Measured run = new Measured(4, texts(5, 3), phases(10, 3, 20), 40, 1 << 30);
    assertEquals(40 - 10, time(kept(texts(5, 3)), run).low(), EXACT);
    // The other way round: by the time that its open block took.
    Measured read = new Measured(5, kept(texts(5, 3)), phases(0, 3, 20), 30, 1 << 30);
    double unit = 20 / texts(5, 3).training();
    assertEquals(30 + unit * texts(5, 3).prefix(), time(texts(5, 3), read).low(), EXACT);
  }

  @Test
  void aHeadThatReadWhatWasKeptDoesNotTellWhatTheFrozenPartTakes() {
    Measured read = new Measured(5, kept(texts(6, 3)), phases(0, 0, 6), 13, 1 << 30);
    Estimate estimate = Estimate.of(texts(6, 3), List.of(read), "MiniLM");
    assertNull(estimate.time());
    assertEquals(
        "No run of this team with MiniLM has computed the frozen part of late.",
        estimate.timeFrom());
    assertEquals(13, time(kept(texts(6, 3)), read).low(), EXACT);
  }

  private static Shape kept(Shape of) {
    return new Shape(
        of.blocks(),
        of.frozen(),
        of.train(),
        of.validation(),
        of.test(),
        of.epochs(),
        of.batch(),
        of.size(),
        of.pictures(),
        of.views(),
        true);
  }

  @Test
  void rangesReadAsPeopleWriteThem() {
    assertEquals("1–3 s", new TimeRange(0.2, 3.4).words());
    assertEquals("about 4 min", new TimeRange(225, 255).words());
    assertEquals("1–2 min", new TimeRange(50, 130).words());
    assertEquals("2–5 h", new TimeRange(7_300, 18_100).words());
    assertEquals(new TimeRange(3, 6), new TimeRange(1, 2).times(3));
  }
}
