package io.headstart.worker.baseline;

import io.headstart.protocol.Example;
import io.headstart.protocol.Split;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.TextRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The baseline without transfer: tf-idf of one and two words, and a logistic regression whose
 * strength is chosen on the validation split. It reads whole texts, also what the model cuts off.
 * The same rows give the same answers. Memory depends on vocabulary and classes, not on the number
 * of rows.
 */
public final class BagOfWords {
  private static final int MOST_TERMS = 30_000;

  /** Bounds the optimiser's memory to about 130 MB when there are many classes. */
  private static final int MOST_COEFFICIENTS = 1_000_000;

  /** Penalties times the number of training texts, the strongest first. */
  private static final double[] STRENGTHS = {10, 1, 0.1, 0.01};

  private static final int MOST_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-5;

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

  /**
   * Answers of the chosen model.
   *
   * @param byId class by {@link Example#id()}, for validation and test
   * @param strength the penalty times training texts that was chosen
   * @param terms size of the vocabulary
   */
  public record Answers(Map<Long, Integer> byId, double strength, int terms) {}

  /**
   * Called often while the work goes on.
   *
   * @param <E> what it throws to end the work
   */
  public interface Progress<E extends Exception> {
    /** This share of the work is done, 0 to 1. */
    void done(double share) throws E;
  }

  /** Trains on the training split, chooses on validation, and answers validation and test. */
  public <E extends Exception> Answers answer(Progress<E> progress)
      throws IOException, RowsUnusable, E {
    Vocabulary vocabulary = vocabulary();
    progress.done(0);
    Map<Split, RowStore> stores = new EnumMap<>(Split.class);
    Map<Split, List<Long>> ids = new EnumMap<>(Split.class);
    try (RowStore training = new RowStore(scratch.resolve("bag-train"));
        RowStore validation = new RowStore(scratch.resolve("bag-validation"));
        RowStore test = new RowStore(scratch.resolve("bag-test"))) {
      stores.put(Split.TRAIN, training);
      stores.put(Split.VALIDATION, validation);
      stores.put(Split.TEST, test);
      count(vocabulary, stores, ids);
      Chosen chosen = choose(vocabulary.size(), training, validation, progress);
      Map<Long, Integer> answers = new HashMap<>();
      for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
        var id = ids.getOrDefault(split, List.of()).iterator();
        stores.getOrDefault(split, test).forEach(row -> answers.put(id.next(), chosen.answer(row)));
      }
      return new Answers(answers, chosen.strength(), vocabulary.size());
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

  private void count(Vocabulary vocabulary, Map<Split, RowStore> stores, Map<Split, List<Long>> ids)
      throws IOException, RowsUnusable {
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(label -> labels.put(label, labels.size()));
    try (TextRows reader = TextRows.open(rows)) {
      for (Example row = reader.next(); row != null; row = reader.next()) {
        RowStore store = stores.get(row.split());
        Integer label = labels.get(row.label());
        if (store != null && label != null) {
          store.add(vocabulary.row(row.text(), label));
          ids.computeIfAbsent(row.split(), split -> new ArrayList<>()).add(row.id());
        }
      }
    }
    for (RowStore store : stores.values()) {
      store.seal();
    }
  }

  /** A fitted model and how it did on validation. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chosen(
      LogisticRegression model, double[] point, double strength, int right, double loss) {
    int answer(SparseRow row) {
      return model.answer(point, row);
    }

    boolean isBetterThan(Chosen other) {
      return right != other.right ? right > other.right : loss < other.loss;
    }
  }

  private <E extends Exception> Chosen choose(
      int terms, RowStore training, RowStore validation, Progress<E> progress) throws E {
    LogisticRegression model = new LogisticRegression(classes.size(), terms);
    double[] point = model.start();
    Chosen best = new Chosen(model, point, STRENGTHS[0], -1, Double.POSITIVE_INFINITY);
    int[] iterations = new int[1];
    for (int s = 0; s < STRENGTHS.length; s++) {
      int before = s;
      iterations[0] = 0;
      // Each begins where the stronger one ended, which is near.
      point =
          new Lbfgs(MOST_ITERATIONS, TOLERANCE)
              .minimise(
                  model.objective(training, STRENGTHS[s] / training.size()),
                  point,
                  () ->
                      progress.done(
                          (before + (double) ++iterations[0] / MOST_ITERATIONS)
                              / STRENGTHS.length));
      Chosen next = judge(model, point, STRENGTHS[s], validation);
      best = next.isBetterThan(best) ? next : best;
      progress.done((s + 1.0) / STRENGTHS.length);
    }
    return best;
  }

  private static Chosen judge(
      LogisticRegression model, double[] point, double strength, RowStore validation) {
    int[] right = new int[1];
    validation.forEach(row -> right[0] += model.answer(point, row) == row.label() ? 1 : 0);
    double loss = model.objective(validation, 0).at(point, new double[point.length]);
    return new Chosen(model, point, strength, right[0], loss);
  }
}
