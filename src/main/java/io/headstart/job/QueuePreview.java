package io.headstart.job;

import io.headstart.platform.tenancy.TeamRef;
import org.jspecify.annotations.Nullable;

/**
 * What the queue would do with jobs that nobody has queued yet; {@code dispatch} implements it.
 * Thread-safe. It reads all teams' books in a transaction of its own, so it must not be called
 * inside team work.
 */
public interface QueuePreview {
  /**
   * What would become of equal jobs queued now.
   *
   * @param count how many, 1 or more
   */
  Foreseen of(TeamRef team, NewJob job, int count);

  /**
   * What would become of them.
   *
   * @param begin how many would begin at once
   * @param waiting what the first of the others would wait for and when it would begin, without
   *     full stop; empty when none would wait
   * @param place its place in the queue of its class over all teams, from 1; null when none waits
   * @param held slots of the class that the team holds now
   * @param limit slots of the class that it may hold at once
   * @param hoursUsed slot-hours of this month
   * @param hoursPerMonth slot-hours that it may use in a month; null: any number
   */
  record Foreseen(
      int begin,
      String waiting,
      @Nullable Integer place,
      int held,
      int limit,
      double hoursUsed,
      @Nullable Integer hoursPerMonth) {}
}
