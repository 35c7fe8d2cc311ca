package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How well each class is found, counted again; the intervals of F1 drawn again, from the answers
 * themselves.
 *
 * @param answers of one split
 * @param labels the classes in their order
 */
record ClassNumbers(List<StoredAnswer> answers, List<String> labels) {
  private static final int SAMPLES = 10_000;

  /** Of an end of a 95 % interval: the share of samples beyond it. */
  private static final double TAIL = 0.025;

  /** More than three standard errors of that share where it was told from 1,000 samples. */
  private static final double LUCK = 0.017;

  private long count(Predicate<StoredAnswer> which) {
    return answers.stream().filter(which).count();
  }

  private long[][] matrix() {
    return labels.stream()
        .map(
            truth ->
                labels.stream()
                    .mapToLong(said -> count(a -> a.label().equals(truth) && a.said().equals(said)))
                    .toArray())
        .toArray(long[][]::new);
  }

  /** A row for each class. */
  List<Map<String, Expected>> byLabel() {
    double[][] drawn = drawn();
    List<Map<String, Expected>> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      long support = count(a -> a.label().equals(label));
      long said = count(a -> a.said().equals(label));
      long hits = count(a -> a.said().equals(label) && a.right());
      Map<String, Expected> row = new LinkedHashMap<>();
      row.put("name", Expected.text(label));
      row.put("examples", Expected.text(Say.count(support)));
      row.put("hits", Expected.text(Say.count(hits)));
      row.put(
          "cells",
          Expected.text(
              labels.stream()
                  .map(other -> count(a -> a.label().equals(label) && a.said().equals(other)))
                  .map(Say::count)
                  .collect(Collectors.joining(" | "))));
      AnswerNumbers.interval(row, "precision", hits, said);
      AnswerNumbers.interval(row, "recall", hits, support);
      row.put("found", where(support > 0, Say.share((double) hits / Math.max(1, support))));
      row.put("none", where(support == 0, "no example"));
      row.put("never", where(said == 0, "never answered"));
      boolean any = support + said > 0;
      row.put("f1", where(any, Say.decimal(2.0 * hits / Math.max(1, support + said), 3)));
      row.put("f1Low", any ? at(drawn[i], TAIL) : Expected.none());
      row.put("f1High", any ? at(drawn[i], 1 - TAIL) : Expected.none());
      rows.add(row);
    }
    return rows;
  }

  /** F1 of each class in samples of the answers with replacement, from the lowest on. */
  private double[][] drawn() {
    Random random = new Random(4_711);
    double[][] all = new double[labels.size()][SAMPLES];
    int[] truths = answers.stream().mapToInt(a -> labels.indexOf(a.label())).toArray();
    int[] saids = answers.stream().mapToInt(a -> labels.indexOf(a.said())).toArray();
    for (int sample = 0; sample < SAMPLES; sample++) {
      int[] hits = new int[labels.size()];
      int[] both = new int[labels.size()];
      for (int draw = 0; draw < truths.length; draw++) {
        int one = random.nextInt(truths.length);
        both[truths[one]]++;
        both[saids[one]]++;
        hits[truths[one]] += truths[one] == saids[one] ? 1 : 0;
      }
      for (int c = 0; c < hits.length; c++) {
        all[c][sample] = both[c] == 0 ? 0 : 2.0 * hits[c] / both[c];
      }
    }
    Arrays.stream(all).forEach(Arrays::sort);
    return all;
  }

  /** About the value below which so large a share of the samples lies. */
  private static Expected at(double[] sorted, double share) {
    double low = sorted[(int) (Math.max(0, share - LUCK) * SAMPLES)];
    double high = sorted[(int) (Math.min(1, share + LUCK) * SAMPLES) - 1];
    return Expected.between(low, high);
  }

  /** The 12 most frequent confusions; of equal ones those that come first in the matrix. */
  List<Map<String, Expected>> pairs() {
    long[][] matrix = matrix();
    List<int[]> all = new ArrayList<>();
    for (int truth = 0; truth < labels.size(); truth++) {
      for (int said = 0; said < labels.size(); said++) {
        if (truth != said && matrix[truth][said] > 0) {
          all.add(new int[] {truth, said});
        }
      }
    }
    return all.stream()
        .sorted(Comparator.comparingLong(at -> -matrix[at[0]][at[1]]))
        .limit(12)
        .map(
            at ->
                Map.of(
                    "label", Expected.text(labels.get(at[0])),
                    "said", Expected.text(labels.get(at[1])),
                    "count", Expected.text(Say.count(matrix[at[0]][at[1]])),
                    "of", Expected.text(Say.count(Arrays.stream(matrix[at[0]]).sum()))))
        .toList();
  }

  private static Expected where(boolean so, String text) {
    return so ? Expected.text(text) : Expected.none();
  }

  /** A row for each class and answer. */
  List<Map<String, Expected>> cells() {
    List<Map<String, Expected>> rows = new ArrayList<>();
    for (String truth : labels) {
      for (String said : labels) {
        Map<String, Expected> row = new LinkedHashMap<>();
        row.put("label", Expected.text(truth));
        row.put("said", Expected.text(said));
        row.put(
            "count", Expected.text(count(a -> a.label().equals(truth) && a.said().equals(said))));
        row.put("of", Expected.text(count(a -> a.label().equals(truth))));
        rows.add(row);
      }
    }
    return rows;
  }
}
