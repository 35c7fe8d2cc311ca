package io.headstart.dispatch;

/** A worker was not started, and won't be by this launch. */
public class LaunchFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final RetryClass retryClass;

  /**
   * As {@link #LaunchFailed(RetryClass, String, Throwable)}, of class {@link
   * RetryClass#INFRASTRUCTURE}.
   */
  public LaunchFailed(String why, Throwable cause) {
    this(RetryClass.INFRASTRUCTURE, why, cause);
  }

  /**
   * Says why not.
   *
   * @param retryClass decides when it is tried again
   * @param why one sentence for people, without full stop
   */
  public LaunchFailed(RetryClass retryClass, String why, Throwable cause) {
    super(why, cause);
    this.retryClass = retryClass;
  }

  RetryClass retryClass() {
    return retryClass;
  }
}
