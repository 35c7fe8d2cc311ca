package io.headstart.pages;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Data and answers whose counts differ from each other, so that a page which mixes them up shows a
 * number that is none of its own.
 */
final class DistinctNumbers {
  private static final int TRAIN = 28;
  private static final int VALIDATION = 5;
  private static final int TEST = 8;
  private static final int TEST_ANSWERS = 117;

  private DistinctNumbers() {}

  /**
   * The rows of a data set of two classes, 28 to learn from, 5 for validation.
   *
   * @param test so many for the test
   */
  static List<Example> rows(int test) {
    return IntStream.rangeClosed(1, TRAIN + VALIDATION + test)
        .mapToObj(
            i ->
                new Example(
                    i,
                    i <= TRAIN
                        ? Split.TRAIN
                        : i <= TRAIN + VALIDATION ? Split.VALIDATION : Split.TEST,
                    i % 8 < 3 ? "spam" : "ham",
                    "mail " + (1_000 + 7 * i)))
        .toList();
  }

  /** The same with 8 for the test, as an object of JSON lines. */
  static byte[] lines() {
    return lines(TEST);
  }

  /** The same with so many for the test. */
  static byte[] lines(int test) {
    return rows(test).stream()
        .map(DistinctNumbers::json)
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What a check says of them. */
  static CheckReport report() {
    return report(TEST);
  }

  /** The same of so many for the test. */
  static CheckReport report(int test) {
    List<Example> rows = rows(test);
    return new CheckReport(
        true,
        "csv",
        List.of("text", "label"),
        "text",
        "label",
        1,
        "0123456789abcdef".repeat(4),
        2_345,
        rows.size() + 5,
        rows.size(),
        4,
        Stream.of("ham", "spam")
            .collect(
                Collectors.toMap(
                    label -> label,
                    label ->
                        new CheckReport.ClassCount(
                            count(rows, label, Split.TRAIN),
                            count(rows, label, Split.VALIDATION),
                            count(rows, label, Split.TEST)))),
        0.195,
        512,
        List.of(
            new Finding(
                Finding.Severity.WARNING,
                "mails.csv",
                39L,
                "label",
                "The label is empty.",
                "Give it one, or leave the row out.",
                6,
                List.of())),
        rows.subList(0, 3),
        1_000_000,
        Modality.TEXT,
        null);
  }

  private static long count(List<Example> rows, String label, Split split) {
    return rows.stream().filter(row -> row.label().equals(label) && row.split() == split).count();
  }

  /** What a run that opened a block says of 117 test examples and of one of validation. */
  static List<Prediction> answers() {
    return Stream.concat(
            IntStream.rangeClosed(1, TEST_ANSWERS).mapToObj(DistinctNumbers::answer),
            Stream.of(
                new Prediction(
                    TEST_ANSWERS + 1, Split.VALIDATION, 0, 0, List.of(0.9f, 0.1f), 1, (Integer) 0)))
        .toList();
  }

  private static Prediction answer(int i) {
    int right = i % 3 == 0 ? 1 : 0;
    int wrong = 1 - right;
    int said = i % 15 == 0 ? wrong : right;
    float sure = 0.52f + 0.03f * (i % 15);
    return new Prediction(
        i,
        Split.TEST,
        right,
        said,
        said == 0 ? List.of(sure, 1 - sure) : List.of(1 - sure, sure),
        i % 5 == 2 || i == 30 || i == 60 ? wrong : right,
        (Integer) (i % 9 == 4 || i == 45 ? wrong : right));
  }

  private static String json(Object value) {
    try {
      return Protocol.json().writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
