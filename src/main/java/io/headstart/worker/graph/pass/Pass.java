package io.headstart.worker.graph.pass;

import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds one pattern. What it does not find stays in its plain form, which is right too. */
public interface Pass {
  /**
   * Looks whether a node ends the pattern.
   *
   * @return what gives the node's outputs in one operation, or null if the node does not end the
   *     pattern
   */
  @Nullable Node match(Graph graph, Node node);

  /** All passes, in the order in which they work. */
  static Graph all(Graph graph) {
    List<Pass> passes =
        List.of(new LayerNormPass(), new GeluPass(), new LinearPass(), new AttentionPass());
    Graph result = graph;
    for (Pass pass : passes) {
      result = pass.apply(result);
    }
    return result;
  }

  /** The graph with the pattern replaced wherever it stands. */
  default Graph apply(Graph graph) {
    Map<Node, Node> successors = new HashMap<>();
    for (Node node : graph.nodes()) {
      Node successor = match(graph, node);
      if (successor != null) {
        successors.put(node, successor);
      }
    }
    return graph.replacing(successors);
  }
}
