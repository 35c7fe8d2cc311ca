package io.headstart.model.tryout;

/** Where a question is. */
public enum QuestionState {
  /** Its picture is not in the store yet. */
  UPLOADING,
  /** Waits for its answer. */
  OPEN,
  /** The model has said something. */
  ANSWERED,
  /** The worker can't read it; it says why. */
  REFUSED,
  /** No worker came to answer it; it says why. */
  FAILED;

  /** Whether it stays so. */
  public boolean isDone() {
    return this == ANSWERED || this == REFUSED || this == FAILED;
  }
}
