package io.headstart.protocol;

/** How a worker process ends. The codes follow {@code sysexits.h} where it has one. */
public enum ExitCode {
  /** Committed. */
  DONE(0),
  /** The worker was called wrongly. Never tried again. */
  USAGE(64),
  /** The user's data or settings can't work. Never tried again. */
  BAD_INPUT(65),
  /**
   * Control plane or store never answered: as far as the worker can tell, there is no way to them
   * from where it is. Tried again until somebody has put that right.
   */
  UNREACHABLE(68),
  /** Control plane or store fail, or are silent after they had answered. Tried again. */
  UNAVAILABLE(69),
  /** Out of memory. Never tried again by itself. */
  OUT_OF_MEMORY(70),
  /** Something that may work next time. Tried again. */
  TRANSIENT(75),
  /** A later attempt is at work, or the token is refused. No effect on the job. */
  SUPERSEDED(77),
  /** The server asked to cancel. */
  CANCELLED(78),
  /** An error of the program itself. Tried once more. */
  CRASH(134);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the process exits with. */
  public int code() {
    return code;
  }
}
