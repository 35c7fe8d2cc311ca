package io.headstart.worker.graph.pass;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x times weight, plus bias}; the weight as it is stored or through a Transpose. */
final class LinearPass implements Pass {
  @Override
  public @Nullable Node match(Graph graph, Node node) {
    if (node.is("Add") && node.inputs().size() == 2) {
      for (int i = 0; i < 2; i++) {
        Node product = graph.producer(node.input(i), "MatMul");
        String bias = node.input(1 - i);
        if (product != null
            && graph.feedsOnly(product.output(), node)
            && isParameter(graph, bias, 1)) {
          return linear(graph, product, node, bias);
        }
      }
    }
    return null;
  }

  private static @Nullable Node linear(Graph graph, Node product, Node end, String bias) {
    String weight = product.input(1);
    if (isParameter(graph, weight, 2)) {
      return end.replacedBy(
          Node.LINEAR, List.of(product.input(0), weight, bias), Map.of("transposed", 0L));
    }
    Node transpose = graph.producer(weight, "Transpose");
    if (transpose != null
        && isParameter(graph, transpose.input(0), 2)
        && (transpose.integers("perm") == null
            || Arrays.equals(transpose.integers("perm"), new long[] {1, 0}))) {
      return end.replacedBy(
          Node.LINEAR,
          List.of(product.input(0), transpose.input(0), bias),
          Map.of("transposed", 1L));
    }
    return null;
  }

  private static boolean isParameter(Graph graph, String value, int rank) {
    OnnxTensor tensor = graph.tensor(value);
    return graph.isParameter(value) && tensor != null && tensor.rank() == rank;
  }
}
