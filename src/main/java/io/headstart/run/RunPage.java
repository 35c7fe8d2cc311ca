package io.headstart.run;

import io.headstart.job.AttemptView;
import io.headstart.platform.page.Say;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.TrainResult;
import io.headstart.run.evidence.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run with everything that its page shows.
 *
 * @param run the run
 * @param result what its worker reported at the end, or null
 * @param saved what was stored of it, or null
 * @param epochs what validation said after each epoch
 * @param measured whether its series have points
 * @param log the newest lines of the log
 * @param attempts attempts at it, the first one first
 */
public record RunPage(
    RunView run,
    @Nullable TrainResult result,
    @Nullable RunResult saved,
    List<Epoch> epochs,
    boolean measured,
    List<Line> log,
    List<AttemptView> attempts) {

  /**
   * A line of the log.
   *
   * @param number of the entry in the job's feed
   * @param at milliseconds since its attempt began
   * @param text what it says
   */
  public record Line(long number, long at, String text) {}

  /**
   * What validation said after an epoch.
   *
   * @param epoch from 1
   * @param step optimiser step at its end
   * @param loss mean cross-entropy, or null when it was not measured
   * @param accuracy share of right answers, or null when it was not measured
   */
  public record Epoch(int epoch, long step, @Nullable Double loss, @Nullable Double accuracy) {

    /** The epochs of the two validation series. */
    static List<Epoch> of(Map<String, List<Heartbeat.Point>> series) {
      Map<Integer, Epoch> epochs = new TreeMap<>();
      for (Heartbeat.Point point : series.getOrDefault("validation_loss", List.of())) {
        epochs.put(point.epoch(), new Epoch(point.epoch(), point.step(), point.value(), null));
      }
      for (Heartbeat.Point point : series.getOrDefault("validation_accuracy", List.of())) {
        Epoch before = epochs.get(point.epoch());
        epochs.put(
            point.epoch(),
            new Epoch(
                point.epoch(), point.step(), before == null ? null : before.loss, point.value()));
      }
      return List.copyOf(epochs.values());
    }
  }

  /**
   * A row of the comparison on the test split.
   *
   * @param label what answered
   * @param note how
   * @param value share of right answers
   * @param low lower end of its 95 % interval
   * @param high upper end
   * @param words the same in words
   * @param main whether it's the run itself
   */
  public record Row(
      String label,
      String note,
      double value,
      double low,
      double high,
      String words,
      boolean main) {
    static Row of(String label, String note, TrainResult.Count count, boolean main) {
      Interval interval = Interval.wilson(count.correct(), count.total());
      return new Row(
          label,
          note,
          count.share(),
          interval.low(),
          interval.high(),
          Say.decimal(count.share(), 3)
              + " ["
              + Say.decimal(interval.low(), 3)
              + ", "
              + Say.decimal(interval.high(), 3)
              + "]",
          main);
    }
  }

  /** The run and what it's compared with, on the test split; nothing before the end. */
  public List<Row> rows() {
    if (result == null) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("This run", run.depth(), result.test(), true));
    rows.add(
        Row.of("Bag of words", "with logistic regression, same split", result.bagOfWords(), false));
    rows.add(Row.of("Largest class", "answered always", result.majority(), false));
    return rows;
  }

  /** Lower end of the scale that the rows are drawn to: a tenth below the lowest. */
  public double from() {
    double lowest = rows().stream().mapToDouble(Row::low).min().orElse(0);
    return Math.max(0, Math.floor(lowest * 10) / 10);
  }

  /** Values written at the axis. */
  public List<Double> ticks() {
    double from = from();
    return List.of(from, Math.round((from + 1) / 2 * 1000) / 1000.0, 1.0);
  }

  /** The newest word of validation, or null before the first epoch has ended. */
  public @Nullable Epoch newest() {
    return epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
  }

  /** Seconds from start to end of its work, or null while it's under way. */
  public @Nullable Long seconds() {
    return run.job().startedAt() == null || run.job().endedAt() == null
        ? null
        : run.job().endedAt().getEpochSecond() - run.job().startedAt().getEpochSecond();
  }
}
