package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators with two operands or more: arithmetic, comparison, logic, choice. */
final class ArithmeticOperators {
  private static final Map<String, String> ON_INTEGERS =
      Map.of("Add", "+", "Sub", "-", "Mul", "*", "Div", "//", "Mod", "%");

  Map<String, Operator> byName() {
    Map<String, Operator> operators = new LinkedHashMap<>();
    operators.put("Add", (node, method) -> arithmetic(node, method, "torch.add(%s, %s)"));
    operators.put("Sub", (node, method) -> arithmetic(node, method, "torch.sub(%s, %s)"));
    operators.put("Mul", (node, method) -> arithmetic(node, method, "torch.mul(%s, %s)"));
    operators.put("Div", (node, method) -> arithmetic(node, method, "self.divide(%s, %s)"));
    operators.put("Mod", ArithmeticOperators::mod);
    operators.put("Pow", ArithmeticOperators::pow);
    operators.put("Min", (node, method) -> extreme(node, method, "minimum", "min"));
    operators.put("Max", (node, method) -> extreme(node, method, "maximum", "max"));
    operators.put(
        "Sum", (node, method) -> method.folded(node, p -> "torch.add(" + p[0] + ", " + p[1] + ")"));
    Map.of(
            "Equal",
            "eq",
            "Greater",
            "gt",
            "Less",
            "lt",
            "GreaterOrEqual",
            "ge",
            "LessOrEqual",
            "le")
        .forEach((name, function) -> operators.put(name, comparison(function)));
    Map.of("And", "logical_and", "Or", "logical_or", "Xor", "logical_xor")
        .forEach((name, function) -> operators.put(name, onTensors(function)));
    operators.put("Where", ArithmeticOperators::where);
    return operators;
  }

  private static Value arithmetic(Node node, MethodText method, String onTensors) {
    Value left = method.input(node, 0);
    Value right = method.input(node, 1);
    Value integers = onIntegers(node, method, left, right);
    if (integers != null) {
      return integers;
    }
    boolean fraction = node.is("Div") && (method.isFloat(left) || method.isFloat(right));
    String form = fraction ? "torch.div(%s, %s)" : onTensors;
    // A number at the right takes over the type of the tensor at the left; "divide" asks for both.
    boolean asNumber = !form.startsWith("self.");
    return method.computed(
        form.formatted(
            method.tensor(left),
            asNumber && isScalar(right) ? method.numberOrTensor(right) : method.tensor(right)));
  }

  /** Only a value without dimensions may become a number: another would widen a scalar's shape. */
  private static boolean isScalar(Value value) {
    return value instanceof Value.Int
        || (value instanceof Value.Known known && known.isScalar() && known.tensor().rank() == 0);
  }

  private static @Nullable Value onIntegers(Node node, MethodText method, Value left, Value right) {
    String sign = ON_INTEGERS.get(node.operator());
    if (sign == null || !left.isShapeLike() || !right.isShapeLike()) {
      return null;
    }
    if (left instanceof Value.Known a && right instanceof Value.Known b) {
      return known(node, a.tensor(), b.tensor());
    }
    if (left.isInt() && right.isInt()) {
      return method.integer(
          method.integerText(left) + " " + sign + " " + method.integerText(right));
    }
    String function =
        switch (sign) {
          case "+" -> "torch.add";
          case "-" -> "torch.sub";
          case "*" -> "torch.mul";
          case "//" -> "torch.floor_divide";
          default -> "torch.remainder";
        };
    return method.ints(
        "self.to_list(%s(%s, %s))".formatted(function, method.tensor(left), method.tensor(right)));
  }

  private static Value known(Node node, OnnxTensor left, OnnxTensor right) {
    int count = Math.max(left.count(), right.count());
    boolean fits =
        (left.count() == count || left.count() == 1)
            && (right.count() == count || right.count() == 1);
    if (!fits || left.count() == 0 || right.count() == 0) {
      throw node.notUnderstood("its operands have different lengths");
    }
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      long a = left.integer(left.count() == 1 ? 0 : i);
      long b = right.integer(right.count() == 1 ? 0 : i);
      if (b == 0 && node.is("Div", "Mod")) {
        throw node.notUnderstood("it divides by zero");
      }
      result[i] =
          switch (node.operator()) {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            case "Div" -> a / b;
            default -> node.integer("fmod", 0) == 1 ? a % b : Math.floorMod(a, b);
          };
    }
    return left.rank() == 0 && right.rank() == 0 ? Value.knownInt(result[0]) : Value.known(result);
  }

  private static Value mod(Node node, MethodText method) {
    return arithmetic(
        node,
        method,
        node.integer("fmod", 0) == 1 ? "torch.fmod(%s, %s)" : "torch.remainder(%s, %s)");
  }

  private static Value pow(Node node, MethodText method) {
    Value exponent = method.input(node, 1);
    return method.computed(
        "torch.pow(%s, %s)"
            .formatted(
                method.tensor(node, 0),
                isScalar(exponent) ? method.numberOrTensor(exponent) : method.tensor(exponent)));
  }

  private static Value extreme(Node node, MethodText method, String onTensors, String onIntegers) {
    boolean integers = node.inputs().size() == 2;
    for (int i = 0; integers && i < 2; i++) {
      integers = method.input(node, i).isInt();
    }
    if (integers) {
      return method.integer(
          "%s(%s, %s)"
              .formatted(
                  onIntegers,
                  method.integerText(method.input(node, 0)),
                  method.integerText(method.input(node, 1))));
    }
    return method.folded(node, p -> "torch." + onTensors + "(" + p[0] + ", " + p[1] + ")");
  }

  private static Operator comparison(String function) {
    return (node, method) -> {
      Value right = method.input(node, 1);
      return method.computed(
          "torch.%s(%s, %s)"
              .formatted(
                  function,
                  method.tensor(node, 0),
                  isScalar(right) ? method.numberOrTensor(right) : method.tensor(right)));
    };
  }

  private static Operator onTensors(String function) {
    return (node, method) ->
        method.computed(
            "torch.%s(%s, %s)".formatted(function, method.tensor(node, 0), method.tensor(node, 1)));
  }

  private static Value where(Node node, MethodText method) {
    return method.computed(
        "torch.where(%s, %s, %s)"
            .formatted(method.tensor(node, 0), method.tensor(node, 1), method.tensor(node, 2)));
  }
}
