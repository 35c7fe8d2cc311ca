package io.headstart.job;

import java.util.EnumSet;
import java.util.Set;

/** Where a job is. Legal pairs stand here and in a trigger of the database. */
public enum JobState {
  /** Accepted and waiting for quota or capacity; holds no reservation. */
  QUEUED,
  /** Holds a reservation; its worker has been asked for but has not spoken yet. */
  STARTING,
  /** Its worker has claimed the attempt and beats. */
  RUNNING,
  /** Somebody cancelled it; its worker may still live. */
  CANCELLING,
  /** Committed: every file of its outcome has been verified. */
  SUCCEEDED,
  /** Ended without a result; the reason says why and what to change. */
  FAILED,
  /** Ended because somebody cancelled it; nothing of it is kept. */
  CANCELLED;

  /** The states that this one may change to. */
  public Set<JobState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(STARTING, CANCELLED, FAILED);
      case STARTING -> EnumSet.of(RUNNING, FAILED, CANCELLING, QUEUED);
      case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, CANCELLING, QUEUED);
      case CANCELLING -> EnumSet.of(CANCELLED);
      case SUCCEEDED, FAILED, CANCELLED -> EnumSet.noneOf(JobState.class);
    };
  }

  /** Whether it stays so for ever. */
  public boolean isDone() {
    return next().isEmpty();
  }
}
