package io.headstart.worker.graph.emit;

import io.headstart.worker.graph.ir.Node;
import java.util.Arrays;

/**
 * What slides over the axes of a picture. PyTorch pads both ends of an axis alike; where ONNX
 * doesn't, the value is padded by an operation of its own first.
 *
 * @param sizes of the window, one for each axis
 * @param strides its steps
 * @param dilations distance of its points
 * @param begins padding before each axis
 * @param ends padding behind each axis
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Window(long[] sizes, long[] strides, long[] dilations, long[] begins, long[] ends) {
  private static final int MOST_AXES = 3;

  /** The window of a node whose sizes are known. */
  static Window of(Node node, long[] sizes) {
    int rank = sizes.length;
    if (rank < 1 || rank > MOST_AXES) {
      throw node.notUnderstood("it slides over " + rank + " axes");
    }
    if (node.integer("ceil_mode", 0) == 1) {
      throw node.notUnderstood("it rounds sizes up");
    }
    long[] strides = list(node, "strides", rank, 1);
    long[] dilations = list(node, "dilations", rank, 1);
    long[] begins = new long[rank];
    long[] ends = new long[rank];
    String automatic = node.text("auto_pad", "NOTSET");
    switch (automatic) {
      case "VALID" -> {}
      case "NOTSET" -> {
        long[] pads = list(node, "pads", 2 * rank, 0);
        begins = Arrays.copyOf(pads, rank);
        ends = Arrays.copyOfRange(pads, rank, 2 * rank);
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int i = 0; i < rank; i++) {
          if (strides[i] != 1) {
            throw node.notUnderstood(
                "its padding depends on the size of the picture; export it with explicit pads");
          }
          long all = dilations[i] * (sizes[i] - 1);
          long less = all / 2;
          begins[i] = automatic.equals("SAME_UPPER") ? less : all - less;
          ends[i] = all - begins[i];
        }
      }
      default -> throw node.notUnderstood("its auto_pad is unknown");
    }
    return new Window(sizes, strides, dilations, begins, ends);
  }

  /** The window of a pooling node. */
  static Window ofPool(Node node) {
    long[] sizes = node.integers("kernel_shape");
    if (sizes == null) {
      throw node.notUnderstood("it has no kernel_shape");
    }
    return of(node, sizes);
  }

  private static long[] list(Node node, String attribute, int length, long otherwise) {
    long[] given = node.integers(attribute);
    if (given == null) {
      long[] same = new long[length];
      Arrays.fill(same, otherwise);
      return same;
    }
    if (given.length != length || Arrays.stream(given).anyMatch(value -> value < 0)) {
      throw node.notUnderstood("its " + attribute + " don't fit the axes");
    }
    return given;
  }

  int rank() {
    return sizes.length;
  }

  /** Whether an end of an axis is padded more than the other, or more than PyTorch pads itself. */
  boolean isLopsided() {
    boolean tooMuch = false;
    for (int i = 0; i < rank(); i++) {
      tooMuch |= begins[i] > sizes[i] / 2;
    }
    return tooMuch || !Arrays.equals(begins, ends);
  }

  /** Padding that PyTorch's operation does itself. */
  long[] padding() {
    return isLopsided() ? new long[rank()] : begins;
  }

  /** The value, padded first where the operation can't do it. */
  String padded(String value, MethodText method, double with) {
    if (!isLopsided()) {
      return value;
    }
    long[] both = new long[2 * rank()];
    for (int i = 0; i < rank(); i++) {
      int axisFromTheEnd = rank() - 1 - i;
      both[2 * i] = begins[axisFromTheEnd];
      both[2 * i + 1] = ends[axisFromTheEnd];
    }
    return method.variable(
        "torch.constant_pad_nd(%s, %s, %s)".formatted(value, Literal.of(both), Literal.of(with)));
  }
}
