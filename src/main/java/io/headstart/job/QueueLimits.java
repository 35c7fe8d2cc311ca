package io.headstart.job;

import java.time.Duration;

/**
 * What a team may queue; {@code dispatch} implements it with {@code quota}, since this room knows
 * no quota. Thread-safe; called as team work of the team in question.
 */
public interface QueueLimits {
  /** The limits of the open transaction's team for one class of capacity, as they stand now. */
  Limits of(String slotClass);

  /**
   * What a team may queue.
   *
   * @param queuedJobs jobs of the class that may wait at once
   * @param longest a job of the class is ended after this long
   */
  record Limits(int queuedJobs, Duration longest) {}
}
