package io.headstart.storage;

/** The store can't be reached or refused what it should allow; trying again later may help. */
public final class StorageUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what failed, and why. */
  public StorageUnavailable(String what, Throwable cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}
