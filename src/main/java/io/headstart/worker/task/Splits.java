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

/** The samples of a data set by split. */
public final class Splits {
  private final Map<Split, List<Sample>> splits;

  private Splits(Map<Split, List<Sample>> splits) {
    this.splits = splits;
  }

  /** Samples that are in memory already. */
  public static Splits of(List<? extends Sample> samples) {
    Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
    samples.forEach(
        sample -> splits.computeIfAbsent(sample.split(), s -> new ArrayList<>()).add(sample));
    return new Splits(splits);
  }

  /** Makes a sample of a row. */
  interface Maker {
    /**
     * The sample of a row.
     *
     * @param label index of the row's class
     * @param index place of the row, from 0
     */
    Sample sample(Example row, int label, int index) throws RowsUnusable;
  }

  /**
   * Reads all rows.
   *
   * @param rows JSON lines of {@link Example}
   * @param classes labels in the order of the logits
   * @throws RowsUnusable when a row is damaged, has a label that is no class, a split is empty, or
   *     the training split has one class only
   */
  static Splits read(Path rows, List<String> classes, Maker maker)
      throws IOException, RowsUnusable {
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(label -> labels.put(label, labels.size()));
    Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      splits.put(split, new ArrayList<>());
    }
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
        splits.getOrDefault(row.split(), new ArrayList<>()).add(maker.sample(row, label, index++));
      }
    }
    Splits read = new Splits(splits);
    read.requireTrainable();
    return read;
  }

  private void requireTrainable() throws RowsUnusable {
    for (Map.Entry<Split, List<Sample>> split : splits.entrySet()) {
      if (split.getValue().isEmpty()) {
        throw new RowsUnusable(
            "empty-split",
            "The "
                + switch (split.getKey()) {
                  case TRAIN -> "training";
                  case VALIDATION -> "validation";
                  case TEST -> "test";
                }
                + " split has no example. Upload more of them, or check the data set again with"
                + " another split.");
      }
    }
    if (of(Split.TRAIN).stream().mapToInt(Sample::label).distinct().count() < 2) {
      throw new RowsUnusable(
          "one-class",
          "All examples of the training split have the same label, so there is nothing to tell"
              + " apart. Choose another label column, or add examples of a second class.");
    }
  }

  /** Samples of a split in the order of the file, never empty. */
  public List<Sample> of(Split split) {
    return Collections.unmodifiableList(splits.getOrDefault(split, List.of()));
  }

  /** All samples: training, validation, test. */
  public List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    splits.values().forEach(all::addAll);
    return all;
  }

  /** The most frequent class of the training split; of two equal ones the first. */
  public int majority(int classes) {
    long[] counts = new long[classes];
    of(Split.TRAIN).forEach(sample -> counts[sample.label()]++);
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = counts[k] > counts[best] ? k : best;
    }
    return best;
  }
}
