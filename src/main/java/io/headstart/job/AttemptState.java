package io.headstart.job;

import java.util.EnumSet;
import java.util.Set;

/** Where an attempt is. Legal pairs stand here and in a trigger of the database. */
public enum AttemptState {
  /** Admitted; its worker has been asked for but has not spoken yet. */
  CREATED,
  /** A process has claimed it and beats. */
  RUNNING,
  /** Its outcome was verified and committed. */
  SUCCEEDED,
  /** Its process reported, or the server found, that it can't be done. */
  FAILED,
  /** Ended because its job was cancelled. */
  CANCELLED,
  /** Silent for longer than its lease, or its process was found dead without a word. */
  LOST;

  /** The states that this one may change to. */
  public Set<AttemptState> next() {
    return switch (this) {
      case CREATED -> EnumSet.of(RUNNING, FAILED, CANCELLED, LOST);
      case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, CANCELLED, LOST);
      case SUCCEEDED, FAILED, CANCELLED, LOST -> EnumSet.noneOf(AttemptState.class);
    };
  }

  /** Whether its process may still write. */
  public boolean isLive() {
    return !next().isEmpty();
  }
}
