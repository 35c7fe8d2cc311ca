package io.headstart.worker.graph.pass;

import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A value as a number times values: products, quotients by constants and whole powers taken apart,
 * so that one pattern finds every order in which an exporter writes it.
 *
 * @param scale the number
 * @param factors sorted; one that occurs twice stands twice
 */
record Product(double scale, List<String> factors) {
  private static final int DEEPEST = 8;

  static Product of(Graph graph, String value) {
    List<String> factors = new ArrayList<>();
    double scale = collect(graph, value, factors, 0);
    Collections.sort(factors);
    return new Product(scale, List.copyOf(factors));
  }

  /** Whether it is that number times one value, up to rounding in single precision. */
  boolean is(double number, List<String> of) {
    return Math.abs(scale - number) <= 1e-4 * Math.abs(number) && factors.equals(of);
  }

  private static double collect(Graph graph, String value, List<String> factors, int depth) {
    Double scalar = graph.scalar(value);
    if (scalar != null) {
      return scalar;
    }
    Node node = depth < DEEPEST ? graph.producer(value, "Mul", "Div", "Pow") : null;
    if (node != null && node.is("Mul")) {
      return collect(graph, node.input(0), factors, depth + 1)
          * collect(graph, node.input(1), factors, depth + 1);
    }
    Double right = node == null ? null : graph.scalar(node.input(1));
    if (node != null && right != null && node.is("Div")) {
      return collect(graph, node.input(0), factors, depth + 1) / right;
    }
    if (node != null && right != null && (right == 2 || right == 3)) {
      List<String> base = new ArrayList<>();
      double scale = collect(graph, node.input(0), base, depth + 1);
      for (int i = 0; i < right; i++) {
        factors.addAll(base);
      }
      return Math.pow(scale, right);
    }
    factors.add(value);
    return 1;
  }
}
