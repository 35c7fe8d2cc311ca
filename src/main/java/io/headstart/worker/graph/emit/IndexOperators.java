package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that pick, join or make values by position. */
final class IndexOperators {
  Map<String, Operator> byName() {
    Map<String, Operator> operators = new LinkedHashMap<>();
    operators.put("Gather", IndexOperators::gather);
    operators.put("GatherElements", IndexOperators::gatherElements);
    operators.put("Slice", IndexOperators::slice);
    operators.put("Concat", IndexOperators::concat);
    operators.put("Split", IndexOperators::split);
    operators.put("Range", IndexOperators::range);
    operators.put("ConstantOfShape", IndexOperators::constantOfShape);
    operators.put("CumSum", IndexOperators::cumSum);
    operators.put("Trilu", IndexOperators::trilu);
    return operators;
  }

  private static Value gather(Node node, MethodText method) {
    Value values = method.input(node, 0);
    Value index = method.input(node, 1);
    long axis = node.integer("axis", 0);
    if (values.isShapeLike() && !values.isInt() && index instanceof Value.Known known) {
      return fromList(values, known.tensor(), method);
    }
    if (values instanceof Value.IntList && index.isInt()) {
      return method.integer(method.intList(values) + "[" + method.integerText(index) + "]");
    }
    if (index.isInt()) {
      return method.computed(
          "torch.select("
              + method.tensor(values)
              + ", "
              + axis
              + ", "
              + method.integerText(index)
              + ")");
    }
    boolean table =
        values instanceof Value.Held held && held.tensor().rank() == 2 && method.isFloat(values);
    String arguments = method.tensor(values) + ", ";
    return method.computed(
        table && axis == 0
            ? "torch.embedding(" + arguments + method.tensor(index) + ")"
            : "self.gather(" + arguments + axis + ", " + method.tensor(index) + ")");
  }

  private static Value fromList(Value values, OnnxTensor index, MethodText method) {
    List<String> picked = new ArrayList<>();
    for (long i : index.integers()) {
      picked.add(
          i < 0 ? method.intList(values) + "[" + i + "]" : method.elementOf(values, (int) i));
    }
    if (values instanceof Value.Known known) {
      long[] all = known.tensor().integers();
      long[] some =
          LongStream.of(index.integers())
              .map(i -> all[(int) (i < 0 ? i + all.length : i)])
              .toArray();
      return index.rank() == 0 ? Value.knownInt(some[0]) : Value.known(some);
    }
    return index.rank() == 0
        ? method.integer(picked.get(0))
        : method.ints("[" + String.join(", ", picked) + "]");
  }

  private static Value gatherElements(Node node, MethodText method) {
    return method.computed(
        "torch.gather("
            + method.tensor(node, 0)
            + ", "
            + node.integer("axis", 0)
            + ", "
            + method.tensor(node, 1)
            + ")");
  }

  private static Value slice(Node node, MethodText method) {
    Value value = method.input(node, 0);
    Value starts = bound(node, method, "starts", 1);
    Value ends = bound(node, method, "ends", 2);
    long[] axes = method.axes(node, "axes", 3);
    if (axes == null) {
      axes = LongStream.range(0, lengthOf(node, starts, ends)).toArray();
    }
    long[] steps = node.hasInput(4) ? method.knownInts(node, 4, "steps") : null;
    if (steps != null && Arrays.stream(steps).anyMatch(step -> step < 1)) {
      throw node.notUnderstood("it runs backwards");
    }
    if (value instanceof Value.IntList || (value instanceof Value.Known && value.isShapeLike())) {
      return ofList(value, starts, ends, steps, method);
    }
    String text = method.tensor(value);
    for (int i = 0; i < axes.length; i++) {
      text =
          "torch.slice(%s, %d, %s, %s, %d)"
              .formatted(
                  text,
                  axes[i],
                  method.elementOf(starts, i),
                  method.elementOf(ends, i),
                  steps == null ? 1 : steps[i]);
    }
    return method.computed(text);
  }

  private static Value bound(Node node, MethodText method, String attribute, int input) {
    long[] given = node.integers(attribute);
    return given != null ? Value.known(given) : method.input(node, input);
  }

  private static int lengthOf(Node node, Value starts, Value ends) {
    for (Value value : List.of(starts, ends)) {
      if (value instanceof Value.Known known) {
        return known.tensor().count();
      }
    }
    throw node.notUnderstood("it is not known which axes it cuts");
  }

  private static Value ofList(
      Value list, Value starts, Value ends, long @Nullable [] steps, MethodText method) {
    String step = steps == null || steps[0] == 1 ? "" : ":" + steps[0];
    if (list instanceof Value.Known known
        && step.isEmpty()
        && starts instanceof Value.Known from
        && ends instanceof Value.Known to) {
      long[] all = known.tensor().integers();
      int first = place(from.tensor().integer(0), all.length);
      int last = Math.max(first, place(to.tensor().integer(0), all.length));
      return Value.known(Arrays.copyOfRange(all, first, last));
    }
    return method.ints(
        method.intList(list)
            + "["
            + method.elementOf(starts, 0)
            + ":"
            + method.elementOf(ends, 0)
            + step
            + "]");
  }

  private static int place(long index, int length) {
    long fromStart = index < 0 ? index + length : index;
    return (int) Math.max(0, Math.min(length, fromStart));
  }

  private static Value concat(Node node, MethodText method) {
    List<Value> parts =
        IntStream.range(0, node.inputs().size()).mapToObj(i -> method.input(node, i)).toList();
    if (parts.stream().allMatch(part -> part instanceof Value.Known && part.isShapeLike())) {
      return Value.known(
          parts.stream()
              .flatMapToLong(part -> LongStream.of(((Value.Known) part).tensor().integers()))
              .toArray());
    }
    if (parts.stream().allMatch(part -> part.isShapeLike() && !part.isInt())) {
      return method.ints(parts.stream().map(method::intList).collect(Collectors.joining(" + ")));
    }
    String all = parts.stream().map(method::tensor).collect(Collectors.joining(", "));
    return method.computed("torch.cat([" + all + "], " + node.integer("axis", 0) + ")");
  }

  private static Value split(Node node, MethodText method) {
    String text = method.tensor(node, 0);
    long axis = node.integer("axis", 0);
    long[] sizes = method.axes(node, "split", 1);
    int parts = node.outputs().size();
    String list =
        sizes == null
            ? "self.split(" + text + ", " + parts + ", " + axis + ")"
            : "torch.split_with_sizes(" + text + ", " + Literal.of(sizes) + ", " + axis + ")";
    String all = method.variable(list);
    for (int i = 1; i < parts; i++) {
      method.define(node.outputs().get(i), method.computed(all + "[" + i + "]"));
    }
    return method.computed(all + "[0]");
  }

  private static Value range(Node node, MethodText method) {
    for (int i = 0; i < 3; i++) {
      if (method.isFloat(method.input(node, i))) {
        throw node.notUnderstood("it counts in fractions");
      }
    }
    String bounds =
        IntStream.range(0, 3)
            .mapToObj(i -> method.integerText(method.input(node, i)))
            .collect(Collectors.joining(", "));
    return method.computed("torch.arange(" + bounds + ", dtype=4, device=self.device())");
  }

  private static Value constantOfShape(Node node, MethodText method) {
    OnnxTensor fill =
        node.attributes().get("value") instanceof OnnxTensor tensor
            ? tensor
            : OnnxTensor.ofFloats(new long[] {1}, 0f);
    if (fill.count() != 1) {
      throw node.notUnderstood("its value is not one number");
    }
    Value shape = method.input(node, 0);
    if (shape instanceof Value.Known known
        && fill.type() == ElementType.INT64
        && known.tensor().count() == 1
        && known.tensor().integer(0) >= 0
        && known.tensor().integer(0) <= 16) {
      long[] filled = new long[(int) known.tensor().integer(0)];
      Arrays.fill(filled, fill.integer(0));
      return Value.known(filled);
    }
    return method.computed(
        "torch.full(%s, %s, dtype=%d, device=self.device())"
            .formatted(method.intList(shape), Literal.element(fill), Literal.type(fill.type())));
  }

  private static Value cumSum(Node node, MethodText method) {
    if (node.integer("exclusive", 0) != 0 || node.integer("reverse", 0) != 0) {
      throw node.notUnderstood("it is exclusive or runs backwards");
    }
    String axis = method.integerText(method.input(node, 1));
    String text = method.variable(method.tensor(node, 0));
    return method.computed("torch.cumsum(" + text + ", " + axis + ").to(" + text + ".dtype)");
  }

  private static Value trilu(Node node, MethodText method) {
    String function = node.integer("upper", 1) == 1 ? "torch.triu(" : "torch.tril(";
    String diagonal = node.hasInput(1) ? method.integerText(method.input(node, 1)) : "0";
    return method.computed(function + method.tensor(node, 0) + ", " + diagonal + ")");
  }
}
