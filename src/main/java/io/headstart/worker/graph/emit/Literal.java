package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import java.util.Arrays;

/** How constants are spelled in the emitted text. */
final class Literal {
  private Literal() {}

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "-inf" : "inf";
    }
    return Double.toString(value).replace('E', 'e');
  }

  static String of(long[] values) {
    return Arrays.toString(values);
  }

  static String of(boolean value) {
    return value ? "True" : "False";
  }

  /** The one element of a tensor. */
  static String element(OnnxTensor tensor) {
    if (tensor.type().isFloating()) {
      return of(tensor.number(0));
    }
    return tensor.type() == ElementType.BOOL
        ? of(tensor.integer(0) != 0)
        : Long.toString(tensor.integer(0));
  }

  /** PyTorch's number of an element type. */
  static int type(ElementType type) {
    return switch (type) {
      case UINT8 -> 0;
      case INT8 -> 1;
      case INT16 -> 2;
      case INT32 -> 3;
      case INT64 -> 4;
      case FLOAT16 -> 5;
      case FLOAT -> 6;
      case DOUBLE -> 7;
      case BOOL -> 11;
      case BFLOAT16 -> 15;
      case UINT16 -> 27;
    };
  }
}
