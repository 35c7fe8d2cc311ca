package io.headstart.worker.export;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.safetensors.SafetensorsFile;
import java.util.List;

/**
 * An encoder that computes what the class {@code BertModel} of the Python library transformers
 * computes, without its pooler, and the linear classifier behind it.
 *
 * @param meanPooled true: the mean over the tokens that the mask keeps goes into the classifier;
 *     false: the vector of the first token
 * @param heads of attention in each layer
 * @param activation as the library calls it: {@code gelu}, or {@code gelu_new} for the
 *     approximation by tanh
 * @param epsilon of all layer normalisations
 * @param weights of the encoder, under the library's names
 * @param classifierWeight [classes, width]
 * @param classifierBias [classes]
 */
record BertEncoder(
    boolean meanPooled,
    int heads,
    int layers,
    String activation,
    float epsilon,
    List<Weight> weights,
    OnnxTensor classifierWeight,
    OnnxTensor classifierBias) {
  static final String WORDS = "embeddings.word_embeddings.weight";
  static final String POSITIONS = "embeddings.position_embeddings.weight";
  static final String SEGMENTS = "embeddings.token_type_embeddings.weight";
  static final String INTERMEDIATE = "encoder.layer.0.intermediate.dense.bias";

  /**
   * A weight.
   *
   * @param name in the library
   * @param values as the ONNX file has them
   * @param transposed whether the library wants its dimensions exchanged
   */
  record Weight(String name, OnnxTensor values, boolean transposed) {}

  /** First dimension of a weight in the ONNX file. */
  int rows(String name) {
    return weights.stream()
        .filter(weight -> weight.name.equals(name))
        .map(weight -> Math.toIntExact(weight.values.dims()[0]))
        .findFirst()
        .orElseThrow();
  }

  /** Numbers in the vector of a token. */
  int width() {
    return Math.toIntExact(classifierWeight.dims()[1]);
  }

  void addTo(SafetensorsFile file) {
    for (Weight weight : weights) {
      if (weight.transposed) {
        file.addTransposed(weight.name, weight.values);
      } else {
        file.add(weight.name, weight.values);
      }
    }
  }
}
