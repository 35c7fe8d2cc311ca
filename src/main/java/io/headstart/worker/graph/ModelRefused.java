package io.headstart.worker.graph;

/**
 * A model can't be trained here. The message is for people: what is not understood, where in the
 * model, and the way out.
 */
public final class ModelRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong and the way out
   */
  public ModelRefused(String sentence) {
    super(sentence);
  }

  /**
   * @param sentence what is wrong and the way out
   * @param cause what found it
   */
  public ModelRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
