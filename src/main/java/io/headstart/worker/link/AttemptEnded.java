package io.headstart.worker.link;

import io.headstart.protocol.ExitCode;

/**
 * The attempt can't go on, for a reason that the worker understands. Carries what the process exits
 * with and, for {@code POST …/fail}, a constant for machines and a sentence for people.
 */
public final class AttemptEnded extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exit;
  private final String reason;

  /**
   * @param reason short constant for machines, e.g. {@code loss-not-finite}
   * @param sentence what happened and what to change
   */
  public AttemptEnded(ExitCode exit, String reason, String sentence) {
    super(sentence);
    this.exit = exit;
    this.reason = reason;
  }

  /** The same with the error behind it. */
  public AttemptEnded(ExitCode exit, String reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
    this.reason = reason;
  }

  /** What the process exits with. */
  public ExitCode exit() {
    return exit;
  }

  /** Short constant for machines. */
  public String reason() {
    return reason;
  }

  /** What happened and what to change. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
