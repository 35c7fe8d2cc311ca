package io.headstart.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Nobody knows whether a worker was started: whoever starts it did not answer. The attempt stays as
 * it is, and the next sweep launches it again, which finds a process that was started after all.
 */
public class LaunchUnclear extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says what happened.
   *
   * @param why one sentence for people, without full stop
   */
  public LaunchUnclear(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
