package io.headstart.worker.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Makes batches. The order of a training epoch depends on seed and epoch alone, so that an attempt
 * which resumes sees what an undisturbed one would have seen.
 *
 * @param batchSize examples per batch; the last one of an epoch may be smaller
 * @param padId fills the places behind shorter texts
 */
public record BatchOrder(int batchSize, int padId) {
  /**
   * Texts of like length go together (a batch is padded to its longest), but only within this many
   * batches of the shuffled order, so that epochs differ.
   */
  private static final int BATCHES_SORTED_TOGETHER = 16;

  /** Shuffled batches of one epoch. */
  public List<TextBatch> training(List<TextExample> examples, long seed, int epoch) {
    Random random = new Random(seed * 1_000_003 + epoch);
    List<TextExample> order = new ArrayList<>(examples);
    Collections.shuffle(order, random);
    List<TextBatch> batches = new ArrayList<>();
    int together = batchSize * BATCHES_SORTED_TOGETHER;
    for (int from = 0; from < order.size(); from += together) {
      batches.addAll(byLength(order.subList(from, Math.min(from + together, order.size()))));
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  /** Batches for looking only: sorted by length, the shortest first. */
  public List<TextBatch> byLength(List<TextExample> examples) {
    List<TextExample> order = new ArrayList<>(examples);
    order.sort(Comparator.comparingInt(TextExample::length).thenComparing(TextExample::index));
    List<TextBatch> batches = new ArrayList<>();
    for (int from = 0; from < order.size(); from += batchSize) {
      int to = Math.min(from + batchSize, order.size());
      batches.add(new TextBatch(List.copyOf(order.subList(from, to)), padId));
    }
    return batches;
  }

  /** Batches of one epoch. */
  public int batches(int examples) {
    return (examples + batchSize - 1) / batchSize;
  }
}
