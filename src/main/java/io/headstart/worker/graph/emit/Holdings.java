package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.torchscript.TorchTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.NotUnderstood;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The tensors that the module holds, by attribute: parameters first, then constants. */
final class Holdings {
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> constants = new HashMap<>();

  Holdings(Graph graph) {
    Set<String> taken = new HashSet<>();
    graph
        .parameters()
        .forEach(
            (name, tensor) -> {
              String attribute = unused(attribute(graph.displayName(name)), taken);
              parameters.put(name, attribute);
              tensors.put(attribute, tensor);
            });
  }

  private static String attribute(String displayName) {
    return "p_" + displayName.replaceAll("[^A-Za-z0-9]+", "_");
  }

  private static String unused(String attribute, Set<String> taken) {
    String candidate = attribute;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = attribute + "_x" + i;
    }
    return candidate;
  }

  /** Attribute of each parameter, by its name in the graph. */
  Map<String, String> parameters() {
    return parameters;
  }

  /** Expression for a parameter. */
  String parameter(String name) {
    return "self." + parameters.get(name);
  }

  /** Expression for a constant; equal constants are held once. */
  String constant(OnnxTensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    String key =
        tensor.type()
            + Arrays.toString(tensor.dims())
            + new String(content, StandardCharsets.ISO_8859_1);
    String attribute = constants.computeIfAbsent(key, k -> "constant_" + constants.size());
    tensors.putIfAbsent(attribute, tensor);
    boolean asItIs = tensor.type() == ElementType.FLOAT || tensor.type() == ElementType.INT64;
    return "self." + attribute + (asItIs ? "" : ".to(" + Literal.type(tensor.type()) + ")");
  }

  List<String> attributes() {
    return new ArrayList<>(tensors.keySet());
  }

  boolean isParameter(String attribute) {
    return parameters.containsValue(attribute);
  }

  /** An attribute of the module that always exists, to ask for its device; null if none. */
  String anyParameter() {
    return parameters.values().stream()
        .findFirst()
        .orElseThrow(() -> new NotUnderstood("The graph has no float32 weights to train."));
  }

  /**
   * All tensors in the order of the module's text.
   *
   * @param trained which attributes want gradients
   */
  Map<String, TorchTensor> tensors(Predicate<String> trained) {
    Map<String, TorchTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, stored(tensor, trained.test(name))));
    return stored;
  }

  private static TorchTensor stored(OnnxTensor tensor, boolean trained) {
    if (tensor.type() == ElementType.FLOAT) {
      return new TorchTensor(TorchTensor.Type.FLOAT32, tensor.dims(), tensor.bytes(), trained);
    }
    if (tensor.type().isFloating()) {
      float[] values = tensor.floats();
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      return new TorchTensor(TorchTensor.Type.FLOAT32, tensor.dims(), bytes, false);
    }
    ByteBuffer bytes = tensor.bytes();
    if (tensor.type() != ElementType.INT64) {
      long[] values = tensor.integers();
      bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asLongBuffer().put(values);
    }
    return new TorchTensor(TorchTensor.Type.INT64, tensor.dims(), bytes, false);
  }
}
