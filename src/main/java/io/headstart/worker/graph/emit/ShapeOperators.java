package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operators that ask for shapes or change them, and no values. */
final class ShapeOperators {
  Map<String, Operator> byName() {
    Map<String, Operator> operators = new LinkedHashMap<>();
    operators.put("Identity", (node, method) -> method.input(node, 0));
    operators.put("Dropout", (node, method) -> method.input(node, 0));
    operators.put("Shape", ShapeOperators::shape);
    operators.put(
        "Size", (node, method) -> method.integer("torch.numel(" + method.tensor(node, 0) + ")"));
    operators.put("Unsqueeze", ShapeOperators::unsqueeze);
    operators.put("Squeeze", ShapeOperators::squeeze);
    operators.put("Reshape", ShapeOperators::reshape);
    operators.put("Flatten", ShapeOperators::flatten);
    operators.put("Expand", ShapeOperators::expand);
    operators.put("Tile", ShapeOperators::tile);
    operators.put("Transpose", ShapeOperators::transpose);
    operators.put("Cast", ShapeOperators::cast);
    operators.put(
        "CastLike",
        (node, method) ->
            method.computed(method.tensor(node, 0) + ".to(" + method.tensor(node, 1) + ".dtype)"));
    return operators;
  }

  private static Value shape(Node node, MethodText method) {
    Value value = method.input(node, 0);
    String range = node.integer("start", 0) + ":";
    if (node.has("end")) {
      range += node.integer("end", 0);
    }
    String slice = node.has("start") || node.has("end") ? "[" + range + "]" : "";
    return method.ints(method.tensor(value) + ".size()" + slice);
  }

  private static Value unsqueeze(Node node, MethodText method) {
    Value value = method.input(node, 0);
    long[] axes = method.axes(node, "axes", 1);
    if (axes == null || axes.length == 0) {
      throw node.notUnderstood("it names no axes");
    }
    if (value.isInt() && axes.length == 1) {
      return value instanceof Value.Known known
          ? Value.known(known.tensor().integer(0))
          : new Value.IntList("[" + method.integerText(value) + "]");
    }
    long[] sorted = axes.clone();
    Arrays.sort(sorted);
    String text = method.tensor(value);
    boolean fromTheEnd = sorted[0] < 0;
    if (fromTheEnd && sorted[sorted.length - 1] >= 0) {
      throw node.notUnderstood("its axes count from both ends");
    }
    // From the end, the innermost dimension must be there before the one left of it is counted.
    for (int i = 0; i < sorted.length; i++) {
      long axis = fromTheEnd ? sorted[sorted.length - 1 - i] : sorted[i];
      text = "torch.unsqueeze(" + text + ", " + axis + ")";
    }
    return method.computed(text);
  }

  private static Value squeeze(Node node, MethodText method) {
    Value value = method.input(node, 0);
    if (value instanceof Value.IntList) {
      return method.integer(method.integerText(value));
    }
    if (value instanceof Value.Known known && value.isShapeLike() && known.isScalar()) {
      return Value.knownInt(known.tensor().integer(0));
    }
    long[] axes = method.axes(node, "axes", 1);
    String which = axes == null ? "" : ", " + Literal.of(axes);
    return method.computed("torch.squeeze(" + method.tensor(value) + which + ")");
  }

  private static Value reshape(Node node, MethodText method) {
    Value value = method.input(node, 0);
    Value shape = method.input(node, 1);
    if (shape instanceof Value.Known known) {
      long[] dims = known.tensor().integers();
      if (value.isShapeLike() && dims.length == 1 && (dims[0] == -1 || dims[0] == 1)) {
        return value instanceof Value.Known old
            ? Value.known(old.tensor().integers())
            : method.ints(method.intList(value));
      }
      if (value.isShapeLike() && dims.length == 0) {
        return method.integer(method.integerText(value));
      }
      String text = method.variable(method.tensor(value));
      boolean zeroIsZero = node.integer("allowzero", 0) == 1;
      String dimensions =
          IntStream.range(0, dims.length)
              .mapToObj(
                  i ->
                      dims[i] == 0 && !zeroIsZero
                          ? text + ".size(" + i + ")"
                          : Long.toString(dims[i]))
              .collect(Collectors.joining(", ", "[", "]"));
      return method.computed("torch.reshape(" + text + ", " + dimensions + ")");
    }
    if (node.integer("allowzero", 0) == 1) {
      throw node.notUnderstood("its shape is computed and may hold true zeros");
    }
    return method.computed(
        "self.reshape(" + method.tensor(value) + ", " + method.intList(shape) + ")");
  }

  private static Value flatten(Node node, MethodText method) {
    long axis = node.integer("axis", 1);
    String text = method.tensor(node, 0);
    if (axis == 0) {
      return method.computed("torch.reshape(" + text + ", [1, -1])");
    }
    String right = "torch.flatten(" + text + ", " + axis + ")";
    if (axis == 1) {
      return method.computed(right);
    }
    if (axis < 0) {
      throw node.notUnderstood("its axis counts from the end");
    }
    return method.computed("torch.flatten(" + right + ", 0, " + (axis - 1) + ")");
  }

  private static Value expand(Node node, MethodText method) {
    return method.computed(
        "self.expand("
            + method.tensor(node, 0)
            + ", "
            + method.intList(method.input(node, 1))
            + ")");
  }

  private static Value tile(Node node, MethodText method) {
    return method.computed(
        method.tensor(node, 0) + ".repeat(" + method.intList(method.input(node, 1)) + ")");
  }

  private static Value transpose(Node node, MethodText method) {
    long[] order = node.integers("perm");
    String text = method.tensor(node, 0);
    return method.computed(
        order == null
            ? "self.reverse(" + text + ")"
            : "torch.permute(" + text + ", " + Literal.of(order) + ")");
  }

  private static Value cast(Node node, MethodText method) {
    Value value = method.input(node, 0);
    long to = node.integer("to", 0);
    if (to == ElementType.INT64.code() && value.isShapeLike()) {
      return value;
    }
    for (ElementType type : ElementType.values()) {
      if (type.code() != to) {
        continue;
      }
      if (value instanceof Value.Known known
          && known.tensor().rank() == 0
          && type == ElementType.FLOAT) {
        float number = (float) known.tensor().number(0);
        return new Value.Known(OnnxTensor.ofFloats(new long[0], number));
      }
      return method.computed(method.tensor(value) + ".to(" + Literal.type(type) + ")");
    }
    throw node.notUnderstood("it casts to element type " + to);
  }
}
