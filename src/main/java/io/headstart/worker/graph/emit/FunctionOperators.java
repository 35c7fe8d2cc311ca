package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of one operand, element by element. */
final class FunctionOperators {
  private static final Map<String, DoubleUnaryOperator> KNOWN =
      Map.of(
          "Sqrt", Math::sqrt,
          "Neg", x -> -x,
          "Exp", Math::exp,
          "Log", Math::log,
          "Reciprocal", x -> 1 / x);

  Map<String, Operator> byName() {
    Map<String, Operator> operators = new LinkedHashMap<>();
    List<String> sameName =
        List.of(
            "Relu",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Sqrt",
            "Exp",
            "Log",
            "Neg",
            "Abs",
            "Reciprocal",
            "Sin",
            "Cos",
            "Sign",
            "Floor",
            "Ceil",
            "Round",
            "IsNaN",
            "IsInf");
    for (String name : sameName) {
      operators.put(name, function("torch." + name.toLowerCase(Locale.ROOT)));
    }
    operators.put("Softplus", function("torch.softplus"));
    operators.put("Not", function("torch.logical_not"));
    operators.put(
        "Gelu",
        (node, method) ->
            method.computed(
                "torch.gelu(%s, approximate=\"%s\")"
                    .formatted(method.tensor(node, 0), approximation(node))));
    operators.put("Clip", FunctionOperators::clip);
    operators.put("HardSwish", function("torch.hardswish"));
    operators.put(
        "HardSigmoid",
        (node, method) ->
            method.computed(
                "torch.clamp(torch.add(torch.mul(%s, %s), %s), 0., 1.)"
                    .formatted(
                        method.tensor(node, 0),
                        Literal.of(node.number("alpha", 0.2f)),
                        Literal.of(node.number("beta", 0.5f)))));
    operators.put("LeakyRelu", sloped("torch.leaky_relu", 0.01f));
    operators.put("Elu", sloped("torch.elu", 1));
    return operators;
  }

  private static Operator function(String function) {
    return (node, method) -> {
      Value value = method.input(node, 0);
      if (value instanceof Value.Int integer && node.is("Neg")) {
        return method.integer("-" + integer.text());
      }
      DoubleUnaryOperator now = KNOWN.get(node.operator());
      if (now != null
          && value instanceof Value.Known known
          && known.isScalar()
          && method.isFloat(value)) {
        float result = (float) now.applyAsDouble(known.tensor().number(0));
        return new Value.Known(OnnxTensor.ofFloats(known.tensor().dims(), result));
      }
      return method.computed(function + "(" + method.tensor(value) + ")");
    };
  }

  private static Operator sloped(String function, float otherwise) {
    return (node, method) ->
        method.computed(
            "%s(%s, %s)"
                .formatted(
                    function, method.tensor(node, 0), Literal.of(node.number("alpha", otherwise))));
  }

  private static String approximation(Node node) {
    String text = node.text("approximate", "none");
    if (!text.equals("none") && !text.equals("tanh")) {
      throw node.notUnderstood("its approximation is unknown");
    }
    return text;
  }

  private static Value clip(Node node, MethodText method) {
    return method.computed(
        "torch.clamp(%s, %s, %s)"
            .formatted(
                method.tensor(node, 0),
                bound(node, method, "min", 1),
                bound(node, method, "max", 2)));
  }

  private static String bound(Node node, MethodText method, String attribute, int input) {
    if (node.has(attribute)) {
      return Literal.of(node.number(attribute, 0));
    }
    return node.hasInput(input) ? method.numberOrTensor(method.input(node, input)) : "None";
  }
}
