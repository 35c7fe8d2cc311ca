package io.headstart.run;

import io.headstart.job.AttemptView;
import io.headstart.platform.page.Say;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.TrainResult;
import io.headstart.run.evidence.Interval;
import io.headstart.run.evidence.Opening;
import io.headstart.run.evidence.PairedCounts;
import io.headstart.run.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param scratch the run beside one from scratch, or null
 * @param underWay number of a run from scratch that goes on with the same data, or null
 * @param experiment the runs with other seeds and the same settings; null when it stands alone
 * @param comparedWith of a run from scratch: numbers of the runs that it is the baseline of
 */
public record RunPage(
    RunView run,
    @Nullable TrainResult result,
    @Nullable RunResult saved,
    List<Epoch> epochs,
    boolean measured,
    List<Line> log,
    List<AttemptView> attempts,
    @Nullable ScratchPair scratch,
    @Nullable Long underWay,
    List<Long> comparedWith,
    @Nullable Experiment experiment) {

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

  /**
   * The run beside a baseline on the test split.
   *
   * @param name what the baseline is
   * @param counts the run first
   */
  public record Against(String name, PairedCounts counts) {
    /** The difference in points. */
    public String points() {
      return signed(counts.difference());
    }

    /** Its paired 95 % interval. */
    public String interval() {
      Interval interval = counts.interval();
      return signed(interval.low()) + " to " + signed(interval.high());
    }

    /** McNemar's p. */
    public String proof() {
      double p = counts.mcnemar();
      return p < 0.001 ? "p < 0.001" : "p = " + Say.decimal(p, 3);
    }

    private static String signed(double share) {
      return Say.signed(share * 100, 1);
    }
  }

  /** The run and what it's compared with, on the test split; nothing before the end. */
  public List<Row> rows() {
    if (result == null) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("This run", run.depth(), result.test(), true));
    TrainResult.Count headOnly = result.headOnly();
    if (headOnly != null) {
      rows.add(Row.of("Head only", "on the base model's features", headOnly, false));
    }
    if (scratch != null) {
      PairedCounts counts = scratch.counts();
      rows.add(
          Row.of(
              "From scratch, run " + scratch.scratch(),
              "same network, " + Say.counted(scratch.settings().epochs(), "epoch"),
              new TrainResult.Count(counts.secondRight(), counts.total()),
              false));
    }
    String[] without = result.withoutTransferBy().split(" \\+ ", 2);
    rows.add(
        Row.of(
            upper(without[0]),
            (without.length > 1 ? "with " + without[1] + ", " : "") + "same split",
            result.withoutTransfer(),
            false));
    rows.add(Row.of("Largest class", "answered always", result.majority(), false));
    return rows;
  }

  /** The run beside each baseline, example by example of the test split; nothing before the end. */
  public List<Against> against() {
    if (result == null || saved == null) {
      return List.of();
    }
    List<Against> all = new ArrayList<>();
    PairedCounts head = saved.head();
    if (head != null) {
      all.add(new Against("Head only", head));
    }
    if (scratch != null) {
      all.add(new Against("From scratch, run " + scratch.scratch(), scratch.counts()));
    }
    all.add(new Against(upper(result.withoutTransferBy()), saved.counts()));
    return all;
  }

  /** Whether training more than the head paid; null where that isn't known. */
  public @Nullable Opening opening() {
    PairedCounts head = saved == null || run.isTestSeen() ? null : saved.head();
    return head == null ? null : new Opening(head);
  }

  /** Whether one from scratch would tell something: none goes on, and none was trained like it. */
  public boolean isScratchWanted() {
    return saved != null
        && !run.settings().fromScratch()
        && !run.isTestSeen()
        && !run.version().deleted()
        && underWay == null
        && (scratch == null || !scratch.isLike(run.settings()));
  }

  private static String upper(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
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
