package io.headstart.dispatch;

/** A worker could not be started. */
public class LaunchFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param why one sentence for people, without full stop
   */
  public LaunchFailed(String why, Throwable cause) {
    super(why, cause);
  }
}
