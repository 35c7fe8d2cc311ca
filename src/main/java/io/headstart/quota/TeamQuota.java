package io.headstart.quota;

import io.headstart.platform.page.Say;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a team may use of one class of capacity.
 *
 * @param slots slots that it may hold at once; 0 pauses it
 * @param guaranteed slots that are its own before others', 0 to {@code slots}
 * @param queuedJobs jobs that may wait at once
 * @param longest a job is ended after this long
 * @param hoursPerMonth slot-hours that it may use in a calendar month, or null for any number
 */
public record TeamQuota(
    int slots, int guaranteed, int queuedJobs, Duration longest, @Nullable Integer hoursPerMonth) {
  /** Without a limit for the month. */
  public TeamQuota(int slots, int guaranteed, int queuedJobs, Duration longest) {
    this(slots, guaranteed, queuedJobs, longest, null);
  }

  /** Whether nothing new may start this month. */
  public boolean isUsedUp(double slotSeconds) {
    return hoursPerMonth != null && slotSeconds >= hoursPerMonth * 3600.0;
  }

  /** In words, for the history of changes. */
  public String words() {
    return "%s (%s guaranteed), %s, longest run %s, %s"
        .formatted(
            Say.counted(slots, "slot"),
            Say.count(guaranteed),
            Say.counted(queuedJobs, "queued job"),
            Say.hours(longest),
            hoursPerMonth == null
                ? "any number of hours a month"
                : Say.count(hoursPerMonth) + " h a month");
  }
}
