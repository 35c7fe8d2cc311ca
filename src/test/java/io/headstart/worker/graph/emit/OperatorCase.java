package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.Sketch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A small graph that ends in the operator under test.
 *
 * @param name the operator
 * @param opset version of ONNX that the graph is written for
 * @param drawing draws the graph and says which value is its output
 */
record OperatorCase(String name, long opset, Function<Sketch, String> drawing) {
  static OperatorCase of(String name, Function<Sketch, String> drawing) {
    return new OperatorCase(name, 17, drawing);
  }

  static OperatorCase of(long opset, String name, Function<Sketch, String> drawing) {
    return new OperatorCase(name, opset, drawing);
  }

  /** Attributes, each name followed by its value. */
  static Map<String, Object> with(Object... namesAndValues) {
    Map<String, Object> attributes = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return attributes;
  }

  static long[] list(long... values) {
    return values;
  }

  static OnnxTensor one(long value) {
    return OnnxTensor.ofLongs(new long[] {1}, value);
  }

  static String cast(Sketch s, ElementType type, String value) {
    return s.op("Cast", with("to", (long) type.code()), value);
  }

  @Override
  public String toString() {
    return name + ", opset " + opset;
  }
}
