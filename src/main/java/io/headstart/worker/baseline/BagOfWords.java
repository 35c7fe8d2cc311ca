package io.headstart.worker.baseline;

import io.headstart.protocol.Example;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.TextRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The baseline of texts without transfer: tf-idf of one and two words, and a logistic regression
 * whose strength is chosen on the validation split. It reads whole texts, also what the model cuts
 * off. Memory depends on vocabulary and classes, not on the number of rows.
 */
public final class BagOfWords implements Baseline {
  private static final int MOST_TERMS = 30_000;

  /** Bounds the optimiser's memory to about 130 MB when there are many classes. */
  private static final int MOST_COEFFICIENTS = 1_000_000;

  private final Path rows;
  private final List<String> classes;
  private final Path scratch;

  /**
   * Prepares the baseline of one data set.
   *
   * @param rows JSON lines of {@link Example}
   * @param classes labels by index
   * @param scratch folder for files that are needed only meanwhile
   */
  public BagOfWords(Path rows, List<String> classes, Path scratch) {
    this.rows = rows;
    this.classes = classes;
    this.scratch = scratch;
  }

  @Override
  public String name() {
    return TrainResult.BAG_OF_WORDS;
  }

  @Override
  public <E extends Exception> Answers answer(Progress<E> progress)
      throws IOException, RowsUnusable, E {
    Vocabulary vocabulary = vocabulary();
    progress.done(0);
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(label -> labels.put(label, labels.size()));
    try (Contest contest = new Contest(classes.size(), Contest.STRENGTHS, scratch);
        TextRows reader = TextRows.open(rows)) {
      for (Example row = reader.next(); row != null; row = reader.next()) {
        Integer label = labels.get(row.label());
        if (label != null) {
          contest.add(row.split(), row.id(), vocabulary.row(row.text(), label));
        }
      }
      return contest.answer(vocabulary.size(), progress);
    }
  }

  private Vocabulary vocabulary() throws IOException, RowsUnusable {
    Vocabulary.Counter counter = new Vocabulary.Counter();
    try (TextRows reader = TextRows.open(rows)) {
      for (Example row = reader.next(); row != null; row = reader.next()) {
        if (row.split() == Split.TRAIN) {
          counter.add(row.text());
        }
      }
    }
    return counter.vocabulary(Math.min(MOST_TERMS, MOST_COEFFICIENTS / classes.size()));
  }
}
