package io.headstart.platform;

import org.jspecify.annotations.Nullable;

/**
 * The program can't start. The message is for the person at the console: one sentence that says
 * what is wrong, one that says the way out. It's printed without a stack trace.
 */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What is wrong, and the way out.
   *
   * @param wrong a full sentence
   * @param wayOut a full sentence that says what to do
   */
  public StartRefused(String wrong, String wayOut) {
    super(wrong + " " + wayOut);
  }

  /** As {@link #StartRefused(String, String)}, keeping the cause for the log. */
  public StartRefused(String wrong, String wayOut, @Nullable Throwable cause) {
    super(wrong + " " + wayOut, cause);
  }
}
