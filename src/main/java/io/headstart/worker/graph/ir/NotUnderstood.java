package io.headstart.worker.graph.ir;

/** A graph has a form that is not understood; the message is a sentence that names the place. */
public final class NotUnderstood extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is not understood, where
   */
  public NotUnderstood(String sentence) {
    super(sentence);
  }
}
