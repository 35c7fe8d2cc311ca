package io.headstart.worker.baseline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The terms that the bag of words counts, with the weight of each: idf = ln((1 + n) / (1 + df)) +
 * 1, n training texts, df of which have the term.
 */
final class Vocabulary {
  private final Map<String, Integer> index;
  private final float[] idf;

  private Vocabulary(Map<String, Integer> index, float[] idf) {
    this.index = index;
    this.idf = idf;
  }

  /** Counts in how many training texts a term stands. */
  static final class Counter {
    /** Terms counted at once, about 100 bytes each. */
    private static final int MOST_COUNTED = 1_000_000;

    /** A term of one text can't tell anything about another. */
    private static final int FEWEST_TEXTS = 2;

    private final Map<String, Integer> texts = new HashMap<>();
    private int floor;
    private int total;

    /** Counts one text. */
    void add(String text) {
      total++;
      for (String term : new HashSet<>(Words.terms(text))) {
        texts.merge(term, 1, Integer::sum);
      }
      // Bounded memory: the rarest are forgotten. A frequent one comes back and stays.
      while (texts.size() > MOST_COUNTED) {
        floor++;
        texts.values().removeIf(count -> count <= floor);
      }
    }

    /** The most frequent terms, at most this many; of equally frequent ones the first by name. */
    Vocabulary vocabulary(int most) {
      List<Map.Entry<String, Integer>> kept = new ArrayList<>();
      for (Map.Entry<String, Integer> term : texts.entrySet()) {
        if (term.getValue() >= FEWEST_TEXTS) {
          kept.add(term);
        }
      }
      kept.sort(
          Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
              .thenComparing(Map.Entry.comparingByKey()));
      kept = kept.subList(0, Math.min(most, kept.size()));
      Map<String, Integer> index = new HashMap<>();
      float[] idf = new float[kept.size()];
      for (Map.Entry<String, Integer> term : kept) {
        int i = index.size();
        index.put(term.getKey(), i);
        idf[i] = (float) (Math.log((1.0 + total) / (1.0 + term.getValue())) + 1);
      }
      return new Vocabulary(index, idf);
    }
  }

  /** Number of terms. */
  int size() {
    return idf.length;
  }

  /** A text as tf-idf of length 1 (or 0, when it has no known term), terms in ascending order. */
  SparseRow row(String text, int label) {
    TreeMap<Integer, Float> counts = new TreeMap<>();
    for (String term : Words.terms(text)) {
      Integer i = index.get(term);
      if (i != null) {
        counts.merge(i, idf[i], Float::sum);
      }
    }
    int[] terms = new int[counts.size()];
    float[] values = new float[terms.length];
    int at = 0;
    double square = 0;
    for (Map.Entry<Integer, Float> term : counts.entrySet()) {
      terms[at] = term.getKey();
      values[at++] = term.getValue();
      square += (double) term.getValue() * term.getValue();
    }
    float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return new SparseRow(label, terms, values);
  }
}
