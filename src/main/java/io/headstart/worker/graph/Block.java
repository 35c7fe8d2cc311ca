package io.headstart.worker.graph;

import java.util.List;

/**
 * A part of a network that people see and freeze.
 *
 * @param name derived from the names in the graph, such as "layer 3"
 * @param parameters how many single weights it holds
 * @param weights names of its initialisers in the ONNX file
 */
public record Block(String name, long parameters, List<String> weights) {
  /** Copies the list. */
  public Block {
    weights = List.copyOf(weights);
  }
}
