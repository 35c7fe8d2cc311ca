package io.headstart.worker.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Makes batches. The order of a training epoch depends on seed and epoch alone, so that an attempt
 * which resumes sees what an undisturbed one would have seen.
 *
 * @param batchSize samples per batch; the last one of an epoch may be smaller
 */
public record BatchOrder(int batchSize) {
  /**
   * Samples of like length go together (a batch is padded to its longest), but only within this
   * many batches of the shuffled order, so that epochs differ.
   */
  private static final int BATCHES_SORTED_TOGETHER = 16;

  /**
   * Shuffled batches of one epoch.
   *
   * @param view which view of each sample this epoch sees
   */
  public List<Batch> training(
      List<? extends Sample> samples, long seed, int epoch, ToIntFunction<Sample> view) {
    Random random = new Random(seed * 1_000_003 + epoch);
    List<Sample> order = new ArrayList<>(samples);
    Collections.shuffle(order, random);
    List<Batch> batches = new ArrayList<>();
    int together = batchSize * BATCHES_SORTED_TOGETHER;
    for (int from = 0; from < order.size(); from += together) {
      List<Sample> near = order.subList(from, Math.min(from + together, order.size()));
      // Stable: samples of one length stay shuffled, or their classes would come one by one.
      near.sort(Comparator.comparingInt(Sample::length));
      batches.addAll(parted(near, view));
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  /** Batches for looking only: sorted by length, the shortest first. */
  public List<Batch> byLength(List<? extends Sample> samples) {
    return byLength(samples, 0);
  }

  /** The same of a certain view of each sample. */
  public List<Batch> byLength(List<? extends Sample> samples, int view) {
    List<Sample> order = new ArrayList<>(samples);
    order.sort(Comparator.comparingInt(Sample::length).thenComparing(Sample::index));
    return parted(order, sample -> view);
  }

  private List<Batch> parted(List<Sample> order, ToIntFunction<Sample> view) {
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < order.size(); from += batchSize) {
      int to = Math.min(from + batchSize, order.size());
      batches.add(Batch.of(order.subList(from, to), view));
    }
    return batches;
  }

  /** Batches of one epoch. */
  public int batches(int samples) {
    return (samples + batchSize - 1) / batchSize;
  }
}
