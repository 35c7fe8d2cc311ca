package io.headstart.pages;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Example;
import io.headstart.protocol.Finding;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Texts of 14 classes, too many for a matrix on the page of a run, split in two ways, and what runs
 * say of them: each class has another size, and no two runs err on the same examples.
 */
final class DistinctTopics {
  private static final List<String> LABELS =
      List.of(
          "account",
          "billing",
          "cables",
          "delivery",
          "engines",
          "firmware",
          "gardens",
          "heating",
          "invoices",
          "jackets",
          "kitchens",
          "lamps",
          "mirrors",
          "notes");

  private DistinctTopics() {}

  /**
   * The rows: 175 to learn from, 27 for validation and 133 for the test in version 1, and 161, 55
   * and 119 in version 2.
   */
  static List<Example> rows(int version) {
    List<Example> rows = new ArrayList<>();
    for (int label = 0; label < LABELS.size(); label++) {
      int train = (version == 1 ? 6 : 5) + label;
      int validation = (version == 1 ? 1 : 3) + label % 3;
      int test = (version == 1 ? 3 : 2) + label;
      for (int i = 0; i < train + validation + test; i++) {
        int id = rows.size() + 1;
        rows.add(
            new Example(
                id,
                i < train ? Split.TRAIN : i < train + validation ? Split.VALIDATION : Split.TEST,
                LABELS.get(label),
                "letter " + (5_000 + 13 * id)));
      }
    }
    return rows;
  }

  /** The same as an object of JSON lines. */
  static byte[] lines(int version) {
    return rows(version).stream()
        .map(DistinctTopics::json)
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What a check says of them: the seed is 1 for version 1 and 29 for version 2. */
  static CheckReport report(int version) {
    List<Example> rows = rows(version);
    Map<String, CheckReport.ClassCount> classes = new LinkedHashMap<>();
    for (int label = LABELS.size() - 1; label >= 0; label--) {
      String name = LABELS.get(label);
      classes.put(
          name,
          new CheckReport.ClassCount(
              count(rows, name, Split.TRAIN),
              count(rows, name, Split.VALIDATION),
              count(rows, name, Split.TEST)));
    }
    return report(version == 1 ? 1 : 29, rows, classes, 9L + 4 * version, 4_321);
  }

  /**
   * What a check says that found nothing to train on.
   *
   * @param read rows that it has read
   */
  static CheckReport refused(long read) {
    return report(1, List.of(), Map.of(), read, 1_234);
  }

  private static CheckReport report(
      long seed,
      List<Example> rows,
      Map<String, CheckReport.ClassCount> classes,
      long dropped,
      long bytes) {
    boolean usable = !rows.isEmpty();
    return new CheckReport(
        usable,
        "csv",
        List.of("text", "label"),
        usable ? "text" : "label",
        usable ? "label" : "text",
        seed,
        "%064x".formatted(7_919L * (seed + dropped)),
        bytes,
        rows.size() + dropped,
        rows.size(),
        usable ? dropped / 2 : 0,
        classes,
        0.041 * dropped % 1,
        512,
        List.of(
            new Finding(
                usable ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                "topics.csv",
                51 + dropped,
                "label",
                usable ? "The label is empty." : "Each row has a label of its own.",
                "Give it one, or leave the row out.",
                usable ? dropped - dropped / 2 : dropped,
                List.of())),
        rows.stream().filter(row -> row.id() % 47 == dropped % 47).toList(),
        1_000_000,
        Modality.TEXT,
        null);
  }

  private static long count(List<Example> rows, String label, Split split) {
    return rows.stream().filter(row -> row.label().equals(label) && row.split() == split).count();
  }

  /**
   * What a run says of the examples of validation and test.
   *
   * @param version that it has learned from
   * @param run its number
   * @param every it errs on one of so many
   * @param head whether a head alone was asked too
   */
  static List<Prediction> answers(int version, int run, int every, boolean head) {
    List<Example> asked = rows(version).stream().filter(row -> row.split() != Split.TRAIN).toList();
    return IntStream.range(0, asked.size())
        .mapToObj(i -> answer(asked.get(i), i, run, every, head))
        .toList();
  }

  private static Prediction answer(Example example, int i, int run, int every, boolean head) {
    int label = LABELS.indexOf(example.label());
    int other = (label + (i % 4 == 0 ? 3 : 1)) % LABELS.size();
    int said = i % every == run % every ? other : label;
    float sure = 0.31f + 0.043f * ((7 * i + 5 * run) % 15);
    List<Float> probabilities = new ArrayList<>();
    for (int one = 0; one < LABELS.size(); one++) {
      probabilities.add(one == said ? sure : (1 - sure) / (LABELS.size() - 1));
    }
    return new Prediction(
        example.id(),
        example.split(),
        label,
        said,
        probabilities,
        i % 4 == run % 4 || i % 7 == 0 ? other : label,
        head ? (Integer) ((i + run) % 6 == 0 || i % 17 == run ? other : label) : null);
  }

  /**
   * What the worker of such a run says of it.
   *
   * @param seen test examples that a run before it has learned from; null: that can't be told
   */
  static TrainResult result(List<Prediction> answers, int run, @Nullable Long seen) {
    List<Prediction> test = answers.stream().filter(a -> a.split() == Split.TEST).toList();
    boolean head = test.get(0).headOnly() != null;
    boolean fresh = run == 2;
    return new TrainResult(
        1 + run % 2,
        run < 3 ? 5 : run == 4 ? 2 : 3,
        run == 4,
        CountedAnswers.of(
            answers.stream().filter(a -> a.split() == Split.VALIDATION).toList(),
            a -> a.predicted() == a.label()),
        CountedAnswers.of(test, a -> a.predicted() == a.label()),
        0.411 + 0.013 * run,
        0.522 + 0.011 * run,
        CountedAnswers.of(test, a -> a.label() == LABELS.size() - 1),
        CountedAnswers.of(test, a -> a.baseline() == a.label()),
        TrainResult.BAG_OF_WORDS,
        1_800_007 + 3_001L * run,
        fresh ? 0 : 20_900_011 + 5_003L * run,
        fresh ? 0 : 1_000L + 41L * run,
        fresh || run == 6 ? 0 : 31_000_000L + 3_000_000L * run,
        run != 6,
        11L + run,
        String.valueOf("0123456789".charAt(run)).repeat(64),
        Map.of("engine", "by hand 4." + run),
        Map.of(
            "load", 0.9 + 0.1 * run,
            "prefix", fresh ? 0 : 21.4 + 1.3 * run,
            "head", 0.35 + 0.1 * run,
            "train", 31.6 + 2.1 * run,
            "baseline", 1.05 + 0.2 * run,
            "export", 0.65 + 0.1 * run),
        List.of(),
        0.017 * run,
        head
            ? CountedAnswers.of(test, a -> a.headOnly() != null && a.headOnly() == a.label())
            : null,
        false,
        1_510_000_000L + 70_000_000L * run,
        seen,
        null);
  }

  /** What a model says of each class to a question: no two probabilities are the same. */
  static List<Float> said() {
    List<Float> said = new ArrayList<>();
    for (int label = 0; label < LABELS.size(); label++) {
      said.add(label == 8 ? 0.616f : 0.004f * (label + 1));
    }
    return said;
  }

  private static String json(Object value) {
    try {
      return Protocol.json().writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
