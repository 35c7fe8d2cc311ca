package io.headstart.worker.task;

import io.headstart.protocol.Example;
import io.headstart.protocol.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A data set in memory as tokens; its texts are not kept. At 128 tokens an example takes about 0.6
 * KiB.
 */
public final class TextExamples {
  private final Map<Split, List<TextExample>> splits;
  private final long cut;
  private final int padId;

  private TextExamples(Map<Split, List<TextExample>> splits, long cut, int padId) {
    this.splits = splits;
    this.cut = cut;
    this.padId = padId;
  }

  /**
   * Reads and tokenises all rows.
   *
   * @param rows JSON lines of {@link Example}
   * @param tokenizer cuts them
   * @param classes labels in the order of the logits
   * @param rowsRead told how many rows were read so far, after each
   * @throws RowsUnusable when a row is damaged, has a label that is no class, a split is empty, or
   *     the training split has one class only
   */
  public static TextExamples read(
      Path rows, TextTokenizer tokenizer, List<String> classes, LongConsumer rowsRead)
      throws IOException, RowsUnusable {
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(label -> labels.put(label, labels.size()));
    Map<Split, List<TextExample>> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      splits.put(split, new ArrayList<>());
    }
    long cut = 0;
    int index = 0;
    try (TextRows reader = TextRows.open(rows)) {
      for (Example row = reader.next(); row != null; row = reader.next()) {
        Integer label = labels.get(row.label());
        if (label == null) {
          throw new RowsUnusable(
              "unknown-label",
              "Row "
                  + row.id()
                  + " has the label \""
                  + row.label()
                  + "\", which is not a class of this run. Start the run again from the data set's"
                  + " page, so that it takes the classes of that version.");
        }
        Tokens tokens = tokenizer.encode(row.text());
        cut += tokens.cut() ? 1 : 0;
        splits
            .getOrDefault(row.split(), List.of())
            .add(new TextExample(index++, row.id(), row.split(), label, tokens.ids()));
        rowsRead.accept(index);
      }
    }
    requireTrainable(splits);
    return new TextExamples(splits, cut, tokenizer.padId());
  }

  private static void requireTrainable(Map<Split, List<TextExample>> splits) throws RowsUnusable {
    for (Map.Entry<Split, List<TextExample>> split : splits.entrySet()) {
      if (split.getValue().isEmpty()) {
        throw new RowsUnusable(
            "empty-split",
            "The "
                + switch (split.getKey()) {
                  case TRAIN -> "training";
                  case VALIDATION -> "validation";
                  case TEST -> "test";
                }
                + " split has no example. Upload more rows, or check the data set again with"
                + " another split.");
      }
    }
    List<TextExample> training = splits.getOrDefault(Split.TRAIN, List.of());
    if (training.stream().mapToInt(TextExample::label).distinct().count() < 2) {
      throw new RowsUnusable(
          "one-class",
          "All examples of the training split have the same label, so there is nothing to tell"
              + " apart. Choose another label column, or add rows of a second class.");
    }
  }

  /** Examples of a split in the order of the file, never empty. */
  public List<TextExample> of(Split split) {
    return Collections.unmodifiableList(splits.getOrDefault(split, List.of()));
  }

  /** All examples: training, validation, test. */
  public List<TextExample> all() {
    List<TextExample> all = new ArrayList<>();
    splits.values().forEach(all::addAll);
    return all;
  }

  /** How many texts were longer than the maximum. */
  public long cut() {
    return cut;
  }

  /** The id that fills a batch behind shorter texts. */
  public int padId() {
    return padId;
  }

  /** The most frequent class of the training split; of two equal ones the first. */
  public int majority(int classes) {
    long[] counts = new long[classes];
    of(Split.TRAIN).forEach(example -> counts[example.label()]++);
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = counts[k] > counts[best] ? k : best;
    }
    return best;
  }
}
