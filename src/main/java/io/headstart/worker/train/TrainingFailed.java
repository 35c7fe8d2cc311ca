package io.headstart.worker.train;

import io.headstart.protocol.ExitCode;

/**
 * A run that can't go on. The message is the sentence for people: what happened, what to change.
 */
public final class TrainingFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final ExitCode exit;
  private final String reason;

  /**
   * Says why a run ends.
   *
   * @param exit decides whether it is tried again
   * @param reason short constant for machines, e.g. {@code loss-not-finite}
   * @param sentence for people
   */
  public TrainingFailed(ExitCode exit, String reason, String sentence) {
    super(sentence);
    this.exit = exit;
    this.reason = reason;
  }

  TrainingFailed(ExitCode exit, String reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
    this.reason = reason;
  }

  /** Decides whether it is tried again. */
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
