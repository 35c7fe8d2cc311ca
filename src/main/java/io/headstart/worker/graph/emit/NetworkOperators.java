package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** What networks are made of: products with weights, normalisation, attention, reductions. */
final class NetworkOperators {
  Map<String, Operator> byName() {
    Map<String, Operator> operators = new LinkedHashMap<>();
    operators.put("MatMul", NetworkOperators::matMul);
    operators.put("Gemm", NetworkOperators::gemm);
    operators.put(Node.LINEAR, NetworkOperators::linear);
    operators.put(Node.ATTENTION, NetworkOperators::attention);
    operators.put("LayerNormalization", NetworkOperators::layerNorm);
    operators.put("Softmax", (node, method) -> softmax(node, method, "torch.softmax"));
    operators.put("LogSoftmax", (node, method) -> softmax(node, method, "torch.log_softmax"));
    operators.put("ReduceMean", (node, method) -> reduce(node, method, "torch.mean(%s, %s, %s)"));
    operators.put("ReduceSum", (node, method) -> reduce(node, method, "torch.sum(%s, %s, %s)"));
    operators.put("ReduceMax", (node, method) -> reduce(node, method, "torch.amax(%s, %s, %s)"));
    operators.put("ReduceMin", (node, method) -> reduce(node, method, "torch.amin(%s, %s, %s)"));
    operators.put("ReduceL2", (node, method) -> reduce(node, method, "torch.norm(%s, 2., %s, %s)"));
    operators.put("Einsum", NetworkOperators::einsum);
    return operators;
  }

  private static Value matMul(Node node, MethodText method) {
    return method.computed(
        "torch.matmul(" + method.tensor(node, 0) + ", " + method.tensor(node, 1) + ")");
  }

  private static Value gemm(Node node, MethodText method) {
    float alpha = node.number("alpha", 1);
    float beta = node.number("beta", 1);
    String left = method.tensor(node, 0);
    if (node.integer("transA", 0) == 1) {
      left = "torch.t(" + left + ")";
    }
    boolean transposed = node.integer("transB", 0) == 1;
    String weight = method.tensor(node, 1);
    Value bias = node.hasInput(2) ? method.input(node, 2) : null;
    boolean vector = bias instanceof Value.Held held && held.tensor().rank() == 1;
    if (alpha == 1 && beta == 1 && (bias == null || vector)) {
      return method.computed(
          "torch.linear(%s, %s, %s)"
              .formatted(
                  left,
                  transposed ? weight : "torch.t(" + weight + ")",
                  bias == null ? "None" : method.tensor(bias)));
    }
    String product =
        "torch.mul(torch.matmul(%s, %s), %s)"
            .formatted(left, transposed ? "torch.t(" + weight + ")" : weight, Literal.of(alpha));
    return method.computed(
        bias == null
            ? product
            : "torch.add(%s, %s, alpha=%s)"
                .formatted(product, method.tensor(bias), Literal.of(beta)));
  }

  private static Value linear(Node node, MethodText method) {
    String weight = method.tensor(node, 1);
    return method.computed(
        "torch.linear(%s, %s, %s)"
            .formatted(
                method.tensor(node, 0),
                node.integer("transposed", 0) == 1 ? weight : "torch.t(" + weight + ")",
                method.tensorOrNone(node, 2)));
  }

  private static Value attention(Node node, MethodText method) {
    return method.computed(
        ("torch.scaled_dot_product_attention(%s, torch.transpose(%s, -2, -1), %s, %s, 0., False,"
                + " scale=%s)")
            .formatted(
                method.tensor(node, 0),
                method.tensor(node, 1),
                method.tensor(node, 2),
                method.tensorOrNone(node, 3),
                Literal.of(node.number("scale", 1))));
  }

  private static Value layerNorm(Node node, MethodText method) {
    if (!(method.input(node, 1) instanceof Value.Held weight)) {
      throw node.notUnderstood("its scale is no weight");
    }
    OnnxTensor scale = weight.tensor();
    long axis = node.integer("axis", -1);
    // With one dimension of scale, any axis but the last would not fit; ONNX Runtime checks it too.
    if (axis != -scale.rank() && scale.rank() != 1) {
      throw node.notUnderstood("its axis " + axis + " does not fit its scale");
    }
    return method.computed(
        "torch.layer_norm(%s, %s, %s, %s, %s, True)"
            .formatted(
                method.tensor(node, 0),
                Literal.of(scale.dims()),
                weight.text(),
                method.tensorOrNone(node, 2),
                Literal.of(node.number("epsilon", 1e-5f))));
  }

  private static Value softmax(Node node, MethodText method, String function) {
    String text = method.tensor(node, 0);
    long axis = node.integer("axis", method.opset() < 13 ? 1 : -1);
    if (method.opset() >= 13 || axis == -1) {
      return method.computed(function + "(" + text + ", " + axis + ")");
    }
    if (axis < 0) {
      throw node.notUnderstood("its axis counts from the end");
    }
    // Before opset 13 all dimensions from the axis on are one.
    String whole = method.variable(text);
    return method.computed(
        "torch.reshape(%s(torch.flatten(%s, %d), -1), %s.size())"
            .formatted(function, whole, axis, whole));
  }

  private static Value reduce(Node node, MethodText method, String form) {
    long[] axes = method.axes(node, "axes", 1);
    boolean keep = node.integer("keepdims", 1) == 1;
    if (axes == null || axes.length == 0) {
      if (node.integer("noop_with_empty_axes", 0) == 1) {
        return method.input(node, 0);
      }
      String text = method.variable(method.tensor(node, 0));
      return method.computed(form.formatted(text, "self.all_axes(" + text + ")", Literal.of(keep)));
    }
    return method.computed(
        form.formatted(method.tensor(node, 0), Literal.of(axes), Literal.of(keep)));
  }

  private static Value einsum(Node node, MethodText method) {
    String equation = node.text("equation", "");
    if (!equation.matches("[A-Za-z.,> -]+")) {
      throw node.notUnderstood("its equation is not readable");
    }
    StringBuilder operands = new StringBuilder();
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.append(i == 0 ? "" : ", ").append(method.tensor(node, i));
    }
    return method.computed("torch.einsum(\"" + equation + "\", [" + operands + "])");
  }
}
