package io.headstart.job;

/** Why a job is in its state: the constants of {@code jobs.reason_code}. */
public enum Reason {
  /** Queued by somebody and not tried yet. */
  SUBMITTED,
  /** Admitted; its worker is being started. */
  ADMITTED,
  /** Its worker has begun. */
  STARTED,
  /** Committed. */
  COMPLETED,
  /** Committed early, since somebody asked to stop. */
  STOPPED_EARLY,
  /** Somebody cancelled it. */
  CANCELLED,
  /** Its worker was silent for too long, or died without a word. */
  LOST,
  /** Its worker met something that may work next time. */
  RETRY,
  /** What it needs could not be reached, more than a few times. */
  UNAVAILABLE,
  /** A limit that no waiting can meet. */
  REFUSED,
  /** The user's data or settings can't work. */
  BAD_INPUT,
  /** The machine's memory does not suffice. */
  OUT_OF_MEMORY,
  /** The program failed, more than once. */
  CRASH,
  /** It did not start in time, more than once. */
  NOT_STARTED,
  /** It ran for longer than its team may. */
  TOO_LONG
}
