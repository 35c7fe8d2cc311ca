package io.headstart.quota;

import java.time.Duration;

/**
 * What a team may use of one class of capacity.
 *
 * @param slots slots that it may hold at once; 0 pauses it
 * @param guaranteed slots that are its own before others', 0 to {@code slots}
 * @param queuedJobs jobs that may wait at once
 * @param longest a job is ended after this long
 */
public record TeamQuota(int slots, int guaranteed, int queuedJobs, Duration longest) {
  /** In words, for the history of changes. */
  public String words() {
    return "%d slots (%d guaranteed), %d queued jobs, longest run %s"
        .formatted(slots, guaranteed, queuedJobs, hours(longest));
  }

  private static String hours(Duration time) {
    return time.toSecondsPart() == 0 && time.toMinutesPart() == 0
        ? time.toHours() + " h"
        : time.toMinutes() + " min";
  }
}
