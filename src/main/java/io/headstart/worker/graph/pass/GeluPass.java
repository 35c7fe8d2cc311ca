package io.headstart.worker.graph.pass;

import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code x / 2 * (1 + erf(x / sqrt(2)))}, and the approximation {@code x / 2 * (1 + tanh(sqrt(2 /
 * pi) * (x + 0.044715 * x^3)))}, with the factors in any order.
 */
final class GeluPass implements Pass {
  @Override
  public @Nullable Node match(Graph graph, Node node) {
    if (!node.is("Mul", "Div")) {
      return null;
    }
    Product product = Product.of(graph, node.output());
    if (product.factors().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      String x = product.factors().get(1 - i);
      Node curve = onePlus(graph, product.factors().get(i));
      if (curve != null && product.is(0.5, product.factors())) {
        String approximation = approximation(graph, curve, x);
        if (approximation != null) {
          return node.replacedBy("Gelu", List.of(x), Map.of("approximate", approximation));
        }
      }
    }
    return null;
  }

  /** The function whose value plus 1 is given. */
  private static @Nullable Node onePlus(Graph graph, String value) {
    Node sum = graph.producer(value, "Add");
    if (sum == null) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (Double.valueOf(1).equals(graph.scalar(sum.input(i)))) {
        return graph.producer(sum.input(1 - i), "Erf", "Tanh");
      }
    }
    return null;
  }

  private static @Nullable String approximation(Graph graph, Node curve, String x) {
    if (curve.is("Erf")) {
      boolean exact = Product.of(graph, curve.input(0)).is(Math.sqrt(0.5), List.of(x));
      return exact ? "none" : null;
    }
    Product argument = Product.of(graph, curve.input(0));
    if (argument.factors().size() == 1 && argument.is(Math.sqrt(2 / Math.PI), argument.factors())) {
      Node cubic = graph.producer(argument.factors().get(0), "Add");
      return cubic != null && isCubic(graph, cubic, x) ? "tanh" : null;
    }
    return argument.factors().size() == 2 && isFactoredCubic(graph, argument, x) ? "tanh" : null;
  }

  /** {@code x + 0.044715 * x^3}. */
  private static boolean isCubic(Graph graph, Node sum, String x) {
    for (int i = 0; i < 2; i++) {
      if (sum.input(i).equals(x)) {
        return Product.of(graph, sum.input(1 - i)).is(0.044715, List.of(x, x, x));
      }
    }
    return false;
  }

  /** {@code sqrt(2 / pi) * x * (1 + 0.044715 * x^2)}. */
  private static boolean isFactoredCubic(Graph graph, Product argument, String x) {
    List<String> others = new ArrayList<>(argument.factors());
    if (!argument.is(Math.sqrt(2 / Math.PI), argument.factors()) || !others.remove(x)) {
      return false;
    }
    Node sum = graph.producer(others.get(0), "Add");
    for (int i = 0; sum != null && i < 2; i++) {
      if (Double.valueOf(1).equals(graph.scalar(sum.input(i)))) {
        return Product.of(graph, sum.input(1 - i)).is(0.044715, List.of(x, x));
      }
    }
    return false;
  }
}
