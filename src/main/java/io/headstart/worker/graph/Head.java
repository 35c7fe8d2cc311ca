package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxEdit;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import io.headstart.modelfile.onnx.UnreadableModelFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A classifier's head as ordinary ONNX nodes behind an encoder, so that import, training and
 * writing back need to know nothing of it.
 */
final class Head {
  /** Output of the whole network, [batch, classes]. */
  static final String LOGITS = "logits";

  static final String WEIGHT = "headstart.head.weight";
  static final String BIAS = "headstart.head.bias";

  private static final String PREFIX = "headstart.head/";
  private static final double DEVIATION = 0.02;

  private final Encoding encoding;
  private final OnnxEdit edit;
  private final boolean axesAreInputs;

  Head(OnnxModel encoder, Encoding encoding) {
    this.encoding = encoding;
    this.edit = OnnxEdit.of(encoder).withoutOldOutputs();
    this.axesAreInputs = encoder.opset() >= 13;
  }

  /** Value that holds one vector per example, which the head's linear layer takes. */
  String vector() {
    return encoding.hasTokens() ? PREFIX + "pooled" : encoding.value();
  }

  /** Encoder and head in one model. */
  OnnxModel attach(int classes, @Nullable String pooling, long seed) throws UnreadableModelFile {
    if (encoding.hasTokens()) {
      switch (Pooling.of(String.valueOf(pooling))) {
        case MEAN -> mean();
        case CLS -> first();
      }
    }
    linear(classes, seed);
    return edit.build();
  }

  private void mean() {
    node("Cast", List.of(BaseNetwork.MASK), "mask", Map.of("to", (long) ElementType.FLOAT.code()));
    along("Unsqueeze", PREFIX + "mask", 2, "weights", Map.of());
    node("Mul", List.of(encoding.value(), PREFIX + "weights"), "kept", Map.of());
    along("ReduceSum", PREFIX + "kept", 1, "sum", Map.of("keepdims", 0L));
    along("ReduceSum", PREFIX + "weights", 1, "count", Map.of("keepdims", 0L));
    node("Div", List.of(PREFIX + "sum", PREFIX + "count"), "pooled", Map.of());
  }

  private void first() {
    edit.initializer(PREFIX + "first", OnnxTensor.ofLongs(new long[0], 0));
    node("Gather", List.of(encoding.value(), PREFIX + "first"), "pooled", Map.of("axis", 1L));
  }

  private void linear(int classes, long seed) {
    float[] weight = new float[Math.multiplyExact(classes, encoding.width())];
    Random random = new Random(seed);
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (random.nextGaussian() * DEVIATION);
    }
    long[] shape = {classes, encoding.width()};
    edit.initializer(WEIGHT, OnnxTensor.ofFloats(shape, weight));
    edit.initializer(BIAS, OnnxTensor.ofFloats(new long[] {classes}, new float[classes]));
    edit.node(
        PREFIX + "Gemm",
        "Gemm",
        List.of(vector(), WEIGHT, BIAS),
        List.of(LOGITS),
        Map.of("transB", 1L));
    String batch = encoding.batch();
    edit.output(
        new OnnxValue(LOGITS, ElementType.FLOAT.code(), List.of(batch, Integer.toString(classes))));
  }

  private void along(
      String operator, String input, long axis, String output, Map<String, Object> attributes) {
    if (axesAreInputs) {
      String axes = PREFIX + output + "/axes";
      edit.initializer(axes, OnnxTensor.ofLongs(new long[] {1}, axis));
      node(operator, List.of(input, axes), output, attributes);
    } else {
      Map<String, Object> all = new HashMap<>(attributes);
      all.put("axes", new long[] {axis});
      node(operator, List.of(input), output, all);
    }
  }

  private void node(
      String operator, List<String> inputs, String output, Map<String, Object> attributes) {
    edit.node(PREFIX + output, operator, inputs, List.of(PREFIX + output), attributes);
  }
}
