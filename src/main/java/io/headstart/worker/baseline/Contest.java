package io.headstart.worker.baseline;

import io.headstart.protocol.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Logistic regressions of several strengths on the same rows: the one that is right most often on
 * the validation split answers. Rows lie in files meanwhile.
 */
final class Contest implements AutoCloseable {
  /** Penalties times the number of training rows, the strongest first, for rows of small values. */
  static final List<Double> STRENGTHS = List.of(10.0, 1.0, 0.1, 0.01);

  private static final int MOST_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-5;

  private final int classes;
  private final List<Double> strengths;
  private final Map<Split, RowStore> stores = new EnumMap<>(Split.class);
  private final Map<Split, List<Long>> ids = new EnumMap<>(Split.class);

  /**
   * A contest without rows.
   *
   * @param strengths penalties times the number of training rows, the strongest first
   * @param scratch folder for files that are needed only meanwhile
   */
  Contest(int classes, List<Double> strengths, Path scratch) throws IOException {
    this.classes = classes;
    this.strengths = strengths;
    for (Split split : Split.values()) {
      stores.put(split, new RowStore(scratch.resolve("baseline-" + split.name())));
      ids.put(split, new ArrayList<>());
    }
  }

  void add(Split split, long id, SparseRow row) throws IOException {
    store(split).add(row);
    ids.getOrDefault(split, new ArrayList<>()).add(id);
  }

  private RowStore store(Split split) {
    RowStore store = stores.get(split);
    if (store == null) {
      throw new IllegalStateException("no rows of " + split);
    }
    return store;
  }

  /**
   * Fits, chooses and answers; no row can be added any more.
   *
   * @param terms above every term of the rows
   */
  <E extends Exception> Baseline.Answers answer(int terms, Baseline.Progress<E> progress)
      throws IOException, E {
    for (RowStore store : stores.values()) {
      store.seal();
    }
    Chosen chosen = choose(terms, progress);
    Map<Long, Integer> answers = new HashMap<>();
    for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
      var id = ids.getOrDefault(split, List.of()).iterator();
      store(split).forEach(row -> answers.put(id.next(), chosen.answer(row)));
    }
    return new Baseline.Answers(answers, chosen.strength(), terms);
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

  private <E extends Exception> Chosen choose(int terms, Baseline.Progress<E> progress) throws E {
    RowStore training = store(Split.TRAIN);
    LogisticRegression model = new LogisticRegression(classes, terms);
    double[] point = model.start();
    Chosen best = new Chosen(model, point, strengths.get(0), -1, Double.POSITIVE_INFINITY);
    int[] iterations = new int[1];
    for (int s = 0; s < strengths.size(); s++) {
      double strength = strengths.get(s);
      int before = s;
      iterations[0] = 0;
      // Each begins where the stronger one ended, which is near.
      point =
          new Lbfgs(MOST_ITERATIONS, TOLERANCE)
              .minimise(
                  model.objective(training, strength / training.size()),
                  point,
                  () ->
                      progress.done(
                          (before + (double) ++iterations[0] / MOST_ITERATIONS)
                              / strengths.size()));
      Chosen next = judge(model, point, strength, store(Split.VALIDATION));
      best = next.isBetterThan(best) ? next : best;
      progress.done((s + 1.0) / strengths.size());
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

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (RowStore store : stores.values()) {
      try {
        store.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
