package io.headstart.worker.graph.pass;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code d = x - mean(x); d / sqrt(mean(d * d) + epsilon) * weight + bias} over the last dimension.
 */
final class LayerNormPass implements Pass {
  @Override
  public @Nullable Node match(Graph graph, Node add) {
    if (!add.is("Add") || add.inputs().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Node scaled = graph.producer(add.input(i), "Mul");
      String bias = add.input(1 - i);
      if (scaled != null && isVector(graph, bias)) {
        for (int k = 0; k < 2; k++) {
          Normalized found = normalized(graph, scaled.input(k));
          String weight = scaled.input(1 - k);
          if (found != null && isVector(graph, weight)) {
            return add.replacedBy(
                "LayerNormalization",
                List.of(found.x, weight, bias),
                Map.of("axis", -1L, "epsilon", (float) found.epsilon));
          }
        }
      }
    }
    return null;
  }

  private record Normalized(String x, double epsilon) {}

  private static @Nullable Normalized normalized(Graph graph, String value) {
    Node division = graph.producer(value, "Div");
    if (division == null) {
      return null;
    }
    Node root = graph.producer(division.input(1), "Sqrt");
    Node sum = root == null ? null : graph.producer(root.input(0), "Add");
    if (sum == null) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Double epsilon = graph.scalar(sum.input(1 - i));
      Node variance = graph.producer(sum.input(i), "ReduceMean");
      if (epsilon != null && variance != null && overLastDimension(graph, variance)) {
        String difference = squareRoot(graph, variance.input(0));
        String x = difference == null ? null : centred(graph, difference);
        String divided = centred(graph, division.input(0));
        return x != null && x.equals(divided) ? new Normalized(x, epsilon) : null;
      }
    }
    return null;
  }

  /** The value whose square is given: by Pow with 2, or by a product with itself. */
  private static @Nullable String squareRoot(Graph graph, String square) {
    Node node = graph.producer(square, "Pow", "Mul");
    if (node == null) {
      return null;
    }
    boolean squares =
        node.is("Mul")
            ? node.input(0).equals(node.input(1))
            : Double.valueOf(2).equals(graph.scalar(node.input(1)));
    return squares ? node.input(0) : null;
  }

  /** The value that is given less its mean. */
  private static @Nullable String centred(Graph graph, String value) {
    Node difference = graph.producer(value, "Sub");
    if (difference == null) {
      return null;
    }
    String x = difference.input(0);
    Node mean = graph.producer(difference.input(1), "ReduceMean");
    return mean != null && mean.input(0).equals(x) && overLastDimension(graph, mean) ? x : null;
  }

  private static boolean overLastDimension(Graph graph, Node mean) {
    long[] axes = mean.integers("axes");
    OnnxTensor given = graph.tensor(mean.input(1));
    if (axes == null && given != null) {
      axes = given.integers();
    }
    return axes != null && axes.length == 1 && axes[0] == -1 && mean.integer("keepdims", 1) == 1;
  }

  private static boolean isVector(Graph graph, String value) {
    OnnxTensor tensor = graph.tensor(value);
    return graph.isParameter(value) && tensor != null && tensor.rank() == 1;
  }
}
