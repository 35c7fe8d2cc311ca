package io.headstart.worker.graph.pass;

import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code softmax(scale * query * key + mask) * value}; scale and mask may be missing. A scale that
 * stands on query or key before their product stays there.
 */
final class AttentionPass implements Pass {
  @Override
  public @Nullable Node match(Graph graph, Node product) {
    Node softmax = product.is("MatMul") ? graph.producer(product.input(0), "Softmax") : null;
    if (softmax == null
        || !graph.feedsOnly(softmax.output(), product)
        || !overLastDimension(graph, softmax)) {
      return null;
    }
    Scores plain = scores(graph, softmax.input(0));
    if (plain != null) {
      return attention(product, plain, "");
    }
    Node sum = graph.producer(softmax.input(0), "Add");
    if (sum != null && graph.feedsOnly(sum.output(), softmax)) {
      for (int i = 0; i < 2; i++) {
        Scores masked = scores(graph, sum.input(i));
        if (masked != null) {
          return attention(product, masked, sum.input(1 - i));
        }
      }
    }
    return null;
  }

  private static boolean overLastDimension(Graph graph, Node softmax) {
    long axis = softmax.integer("axis", graph.opset() < 13 ? 1 : -1);
    return axis == -1 || axis == 3;
  }

  private static Node attention(Node product, Scores scores, String mask) {
    List<String> inputs = new ArrayList<>(List.of(scores.query, scores.key, product.input(1)));
    if (!mask.isEmpty()) {
      inputs.add(mask);
    }
    return product.replacedBy(Node.ATTENTION, inputs, Map.of("scale", (float) scores.scale));
  }

  private record Scores(String query, String key, double scale) {}

  /** Query times key, times or divided by a constant or not, which nothing else reads. */
  private static @Nullable Scores scores(Graph graph, String value) {
    if (graph.soleUser(value) == null) {
      return null;
    }
    Node product = graph.producer(value, "MatMul");
    if (product != null && !graph.isParameter(product.input(1))) {
      return new Scores(product.input(0), product.input(1), 1);
    }
    Node scaled = graph.producer(value, "Mul", "Div");
    if (scaled == null) {
      return null;
    }
    for (int i = 0; i < (scaled.is("Div") ? 1 : 2); i++) {
      Double scale = graph.scalar(scaled.input(1 - i));
      Node plain = graph.producer(scaled.input(i), "MatMul");
      if (scale != null
          && plain != null
          && graph.feedsOnly(plain.output(), scaled)
          && !graph.isParameter(plain.input(1))) {
        double factor = scaled.is("Div") ? 1 / scale : scale;
        return new Scores(plain.input(0), plain.input(1), factor);
      }
    }
    return null;
  }
}
