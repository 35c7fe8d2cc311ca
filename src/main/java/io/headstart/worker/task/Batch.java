package io.headstart.worker.task;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Samples that go through the model together.
 *
 * @param samples at least one
 * @param views which view of each sample: 0 is the sample as it is, others are random variants
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Batch(List<Sample> samples, int[] views) {
  /** The samples as they are. */
  public static Batch of(List<? extends Sample> samples) {
    return of(samples, sample -> 0);
  }

  /** A view of each sample. */
  public static Batch of(List<? extends Sample> samples, ToIntFunction<Sample> view) {
    return new Batch(List.copyOf(samples), samples.stream().mapToInt(view).toArray());
  }

  /** Number of samples. */
  public int size() {
    return samples.size();
  }

  /** Length of the longest sample. */
  public int longest() {
    return samples.stream().mapToInt(Sample::length).max().orElse(0);
  }

  /** Class of each sample. */
  public long[] labels() {
    return samples.stream().mapToLong(Sample::label).toArray();
  }
}
