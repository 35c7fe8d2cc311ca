package io.headstart.job;

import io.headstart.protocol.Heartbeat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of a job's feed. */
public sealed interface FeedEvent {
  /** Its number: from 1, dense within the job, rising in the order of commits. */
  long id();

  /** The attempt that it belongs to, 0 before the first. */
  int attempt();

  /** A measured value; a later attempt may send the same series and step again, with a new id. */
  record Point(long id, int attempt, Heartbeat.Point point) implements FeedEvent {}

  /** A line of the worker's log. */
  record Line(long id, int attempt, Heartbeat.LogLine line) implements FeedEvent {}

  /**
   * The job's state has changed, or somebody asked to stop (then {@code from} equals {@code to}).
   *
   * @param at when
   * @param from the state before, null for the first entry
   * @param to the state now
   * @param reasonCode why, for machines
   * @param reasonDetail why, for people
   */
  record Change(
      long id,
      int attempt,
      Instant at,
      @Nullable JobState from,
      JobState to,
      String reasonCode,
      String reasonDetail)
      implements FeedEvent {}
}
