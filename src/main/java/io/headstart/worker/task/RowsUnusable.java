package io.headstart.worker.task;

/** The rows can't be trained on; the message says which one, why, and what to change. */
public final class RowsUnusable extends Exception {
  private static final long serialVersionUID = 1;
  private final String reason;

  /**
   * Made by whoever reads rows.
   *
   * @param reason short constant for machines
   * @param sentence for people
   */
  public RowsUnusable(String reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Short constant for machines, e.g. {@code empty-split}. */
  public String reason() {
    return reason;
  }
}
