package io.headstart.run;

import io.headstart.job.QueuePreview;
import io.headstart.platform.page.Say;
import io.headstart.run.estimate.Estimate;
import io.headstart.run.estimate.TimeRange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What will become of a run that isn't started yet.
 *
 * @param settings how many runs and when they end
 * @param estimate time and memory of each
 * @param keptFrom number of the run whose features of the frozen part will be read, so that none
 *     are computed; null: they are computed, or nothing is frozen
 * @param queue what the queue would do with them now
 * @param curl the same request for a shell
 */
public record RunPlan(
    Length settings,
    Estimate estimate,
    @Nullable Long keptFrom,
    QueuePreview.Foreseen queue,
    String curl) {

  /**
   * How many runs and when they end.
   *
   * @param seeds runs, each with the next seed
   * @param endsEarly whether they may end before their last epoch
   */
  public record Length(int seeds, boolean endsEarly) {}

  /** How long each takes; empty when that can't be told. */
  public String time() {
    TimeRange time = estimate.time();
    if (time == null) {
      return "";
    }
    return (settings.endsEarly() ? "at most " : "")
        + time.words()
        + (settings.seeds() > 1 ? " each" : "");
  }

  /** Slot-hours of all; empty when that can't be told. */
  public String hours() {
    TimeRange time = estimate.time();
    if (time == null) {
      return "";
    }
    TimeRange all = time.times(settings.seeds());
    String low = hours(all.low());
    String high = hours(all.high());
    return low.equals(high) ? low : low + "–" + high;
  }

  private static String hours(double seconds) {
    double hours = seconds / 3600;
    return String.format(
        Locale.ENGLISH, hours < 0.01 ? "%.3f" : hours < 10 ? "%.2f" : "%.0f", hours);
  }

  /** Slot-hours of this month in words: {@code 2.4 of 100 used}. */
  public String month() {
    String used = Say.decimal(queue.hoursUsed(), 1);
    return queue.hoursPerMonth() == null
        ? used + " used this month"
        : used + " of " + queue.hoursPerMonth() + " used this month";
  }

  /** Slots that the team holds after those that begin at once: {@code 2 of 3 slots}. */
  public String slots() {
    return (queue.held() + queue.begin()) + " of " + Say.counted(queue.limit(), "slot");
  }

  /** When they begin: {@code Begins at once}, {@code 3rd in line}. */
  public String place() {
    int seeds = settings.seeds();
    if (queue.begin() == seeds) {
      return seeds == 1 ? "Begins at once" : "All begin at once";
    }
    if (queue.begin() > 0) {
      return queue.begin() + " of " + seeds + " at once";
    }
    Integer place = queue.place();
    return place == null ? "Would be refused" : "Number " + place + " in line";
  }

  /** The largest of what the team may hold and what it would: the whole of its bar. */
  public int slotsWhole() {
    return Math.max(1, Math.max(queue.limit(), queue.held() + settings.seeds()));
  }
}
