package io.headstart.worker.check;

/** Is told how far a check is; called on its thread, about every thousand rows. */
public interface CheckListener {
  /**
   * Takes in how far the check is.
   *
   * @param phase word for people: {@code columns}, {@code reading}, {@code writing}
   * @param done rows done of this phase
   * @param total rows of this phase, 0 when unknown
   * @throws RuntimeException to end the check
   */
  void at(String phase, long done, long total);
}
