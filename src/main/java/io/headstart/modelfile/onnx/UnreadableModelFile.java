package io.headstart.modelfile.onnx;

import java.io.IOException;

/** A file is not an ONNX model, is damaged, or uses a form of ONNX that is not read here. */
public final class UnreadableModelFile extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong and, where there is one, the way out; shown to people
   */
  public UnreadableModelFile(String sentence) {
    super(sentence);
  }
}
