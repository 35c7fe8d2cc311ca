package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;

/**
 * What the emitted text holds for a value of the graph. Arithmetic on shapes stays integers and
 * lists of integers there and never becomes tensors.
 */
sealed interface Value {
  /** A tensor. */
  record Computed(String text) implements Value {}

  /** A list of integers: an ONNX tensor of int64 with one dimension. */
  record IntList(String text) implements Value {}

  /** An integer: an ONNX scalar of int64. */
  record Int(String text) implements Value {}

  /** A small tensor that is known now. */
  record Known(OnnxTensor tensor) implements Value {
    boolean isScalar() {
      return tensor.count() == 1 && tensor.type() != ElementType.BOOL;
    }
  }

  /** A tensor that the module holds: a parameter or a large constant. */
  record Held(String text, OnnxTensor tensor) implements Value {}

  /** Whether it is an integer or a list of integers, known or not. */
  default boolean isShapeLike() {
    if (this instanceof Known known) {
      boolean integer = known.tensor.type() == ElementType.INT64;
      return integer && known.tensor.rank() <= 1;
    }
    return this instanceof Int || this instanceof IntList;
  }

  /** Whether it is one integer without a dimension, known or not. */
  default boolean isInt() {
    return this instanceof Int
        || (this instanceof Known known && isShapeLike() && known.tensor.rank() == 0);
  }

  /** A known list of integers. */
  static Known known(long... values) {
    return new Known(OnnxTensor.ofLongs(new long[] {values.length}, values));
  }

  /** A known integer without a dimension. */
  static Known knownInt(long value) {
    return new Known(OnnxTensor.ofLongs(new long[0], value));
  }
}
