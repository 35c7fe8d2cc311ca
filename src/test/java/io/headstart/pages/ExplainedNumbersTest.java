package io.headstart.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainedNumbersTest {
  private static final String RUN = "/teams/blue/runs/7";
  private static final List<Map<String, Expected>> RUNS =
      List.of(
          Map.of("number", Expected.text(7), "accuracy", Expected.text("0.940")),
          Map.of("number", Expected.text(8), "accuracy", Expected.text("0.871")),
          Map.of("number", Expected.text(9)));

  private final ExplainedNumbers explained =
      ExplainedNumbers.read(
          """
          # a remark with 1 number
          [*]
          At least 12 characters

          [/teams/{team}/runs/{run} /teams/{team}/models]
          Run {run.number}: {run.accuracy} (100 %)
          {age.seconds} seconds ago
          """);

  private List<String> left(String page, String... texts) {
    return explained.unexplained(page, List.of(texts), ExplainedNumbersTest::rows);
  }

  private static List<Map<String, Expected>> rows(String source) {
    return switch (source) {
      case "run" -> RUNS;
      case "age" -> List.of(Map.of("seconds", Expected.between(3, 1_500)));
      default -> throw new IllegalArgumentException("there is no source " + source);
    };
  }

  @Test
  void whatRowsGiveIsExplained() {
    assertEquals(List.of(), left(RUN, "Run 7: 0.940 (100 %)", "Run 8: 0.871 (100 %)"));
    assertEquals(List.of(), left("/teams/red/models", "Run 8: 0.871 (100 %)"));
  }

  @Test
  void aNumberWithoutALineIsNot() {
    assertEquals(List.of("3 epochs"), left(RUN, "3 epochs", "At least 12 characters"));
    assertEquals(List.of("At least 13 characters"), left(RUN, "At least 13 characters"));
    assertEquals(List.of("At least 12 characters now"), left(RUN, "At least 12 characters now"));
  }

  @Test
  void aWrongValueIsNot() {
    assertEquals(List.of("Run 7: 0.941 (100 %)"), left(RUN, "Run 7: 0.941 (100 %)"));
    assertEquals(List.of("Run 7: 0.940 (99 %)"), left(RUN, "Run 7: 0.940 (99 %)"));
  }

  @Test
  void valuesOfTwoRowsDoNotMix() {
    assertEquals(List.of("Run 7: 0.871 (100 %)"), left(RUN, "Run 7: 0.871 (100 %)"));
    assertEquals(List.of("Run 9: 0.871 (100 %)"), left(RUN, "Run 9: 0.871 (100 %)"));
  }

  @Test
  void aLineHoldsForItsPagesOnly() {
    String text = "Run 7: 0.940 (100 %)";
    assertEquals(List.of(text), left("/teams/blue/runs", text));
    assertEquals(List.of(text), left(RUN + "/errors", text));
  }

  @Test
  void whatChangesLiesBetweenBounds() {
    assertEquals(List.of(), left(RUN, "3 seconds ago", "1,500 seconds ago"));
    assertEquals(
        List.of("2 seconds ago", "1501 seconds ago", "4.5 seconds ago", "some 4 seconds ago"),
        left(RUN, "2 seconds ago", "1501 seconds ago", "4.5 seconds ago", "some 4 seconds ago"));
  }

  @Test
  void aPlaceholderThatNothingGivesIsAFault() {
    ExplainedNumbers wrong = ExplainedNumbers.read("[*]\nRun {run.colour}\nJob {job.number}");
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> wrong.unexplained(RUN, List.of("Run 7"), ExplainedNumbersTest::rows))
            .getMessage()
            .startsWith("line 2: nothing gives {run.colour}"));
    assertThrows(
        IllegalArgumentException.class,
        () -> wrong.unexplained(RUN, List.of("Job 7"), ExplainedNumbersTest::rows));
  }

  @Test
  void aLineThatExplainedNothingIsStale() {
    left(RUN, "Run 7: 0.940 (100 %)", "2 seconds ago");
    assertEquals(
        List.of("line 3: At least 12 characters", "line 7: {age.seconds} seconds ago"),
        explained.stale());
  }
}
