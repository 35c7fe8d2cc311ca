package io.headstart.run.estimate;

import io.headstart.platform.page.Say;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a run before it is started, and from what.
 *
 * @param time how long its worker will take; null: nothing like it was measured
 * @param timeFrom what that is told from, one sentence
 * @param memory most bytes that its worker will hold; null: not measured
 * @param memoryFrom what that is told from, one sentence; empty without
 */
public record Estimate(
    @Nullable TimeRange time, String timeFrom, @Nullable Long memory, String memoryFrom) {
  /** More runs than these tell nothing new. */
  private static final int NEAREST = 8;

  /**
   * Tells it.
   *
   * @param planned the run
   * @param measured runs of the same base model on this installation
   * @param base name of the base model
   */
  public static Estimate of(Shape planned, List<Measured> measured, String base) {
    if (measured.stream().noneMatch(one -> one.tells(planned))) {
      return new Estimate(
          null,
          measured.isEmpty()
              ? "No run of this team with " + base + " has ended yet: the first one will tell."
              : "No run of this team with " + base + " has computed the frozen part of late.",
          null,
          "");
    }
    List<Measured> telling = measured.stream().filter(one -> one.tells(planned)).toList();
    List<Measured> same =
        telling.stream().filter(one -> one.shape().open() == planned.open()).toList();
    List<Measured> nearest =
        (same.isEmpty() ? telling : same)
            .stream()
                .sorted(
                    Comparator.comparingInt(
                        (Measured one) -> Math.abs(one.shape().open() - planned.open())))
                .limit(NEAREST)
                .toList();
    DoubleSummaryStatistics seconds =
        nearest.stream().flatMapToDouble(one -> seconds(one, planned)).summaryStatistics();
    String from =
        runs(nearest)
            + (same.isEmpty()
                ? " of this base model, which froze otherwise: by the time that a block took"
                : " of this base model, which froze as much");
    return new Estimate(
        new TimeRange(seconds.getMin(), seconds.getMax()),
        "From " + from + ".",
        memory(nearest),
        memoryFrom(planned, nearest));
  }

  /**
   * Pictures grow with their area. How long texts are isn't known before the worker has read them:
   * between what was measured and what the maximum allows.
   */
  private static DoubleStream seconds(Measured one, Shape planned) {
    double ratio = (double) planned.size() / Math.max(1, one.shape().size());
    return planned.pictures()
        ? DoubleStream.of(one.seconds(planned, ratio * ratio))
        : DoubleStream.of(
            one.seconds(planned, Math.min(1, ratio)), one.seconds(planned, Math.max(1, ratio)));
  }

  private static @Nullable Long memory(List<Measured> nearest) {
    return nearest.stream()
        .filter(one -> one.peakBytes() > 0)
        .max(Comparator.comparingLong(Measured::peakBytes))
        .map(Measured::peakBytes)
        .orElse(null);
  }

  private static String memoryFrom(Shape planned, List<Measured> nearest) {
    return nearest.stream()
        .filter(one -> one.peakBytes() > 0)
        .max(Comparator.comparingLong(Measured::peakBytes))
        .map(
            one ->
                "Held by run "
                    + one.run()
                    + (one.shape().open() == planned.open()
                        ? ""
                        : ", with " + Say.counted(one.shape().open(), "open block"))
                    + (one.shape().batch() == planned.batch()
                        ? ""
                        : ", with batches of " + one.shape().batch())
                    + (one.shape().size() == planned.size()
                        ? ""
                        : planned.pictures()
                            ? ", with " + one.shape().size() + " pixels a side"
                            : ", with " + one.shape().size() + " tokens at most")
                    + ".")
        .orElse("");
  }

  private static String runs(List<Measured> nearest) {
    int named = 3;
    if (nearest.size() > named) {
      return nearest.size() + " runs";
    }
    List<String> numbers =
        nearest.stream()
            .map(Measured::run)
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.toList());
    String last = numbers.remove(numbers.size() - 1);
    return numbers.isEmpty()
        ? "run " + last + " alone"
        : "runs " + String.join(", ", numbers) + " and " + last;
  }
}
