package io.headstart.worker.graph;

import io.headstart.protocol.Modality;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the places where a graph can be cut. A value is an activation if it depends on an input and
 * on a parameter. Values that depend on inputs alone, such as masks, are worked out again behind a
 * cut; values that depend on parameters alone count as these parameters. A cut is possible where
 * exactly one activation is still needed and no parameter is used on both sides.
 */
final class Cuts {
  private final Graph graph;
  private final Modality modality;
  private final Set<String> onInput;
  private final Map<String, Set<String>> onParametersAlone = new HashMap<>();
  private final Set<String> activations = new HashSet<>();
  private final Map<String, Integer> lastUse = new HashMap<>();
  private final Map<String, Integer> firstParameterUse = new HashMap<>();
  private final Map<String, Integer> lastParameterUse = new HashMap<>();

  Cuts(Graph graph, Modality modality) {
    this.graph = graph;
    this.modality = modality;
    this.onInput = new HashSet<>(graph.inputs());
    for (int i = 0; i < graph.nodes().size(); i++) {
      trace(graph.nodes().get(i), i);
    }
    lastUse.put(graph.output(), graph.nodes().size());
  }

  private void trace(Node node, int at) {
    boolean input = node.inputs().stream().anyMatch(onInput::contains);
    boolean activation = false;
    Set<String> parameters = new LinkedHashSet<>();
    for (String value : node.inputs()) {
      lastUse.put(value, at);
      activation |= activations.contains(value);
      if (graph.isParameter(value)) {
        parameters.add(value);
      }
      parameters.addAll(onParametersAlone.getOrDefault(value, Set.of()));
    }
    if (input) {
      for (String parameter : parameters) {
        firstParameterUse.putIfAbsent(parameter, at);
        lastParameterUse.put(parameter, at);
      }
    }
    for (String output : node.outputs()) {
      if (input) {
        onInput.add(output);
      } else if (!parameters.isEmpty()) {
        onParametersAlone.put(output, parameters);
      }
      if (input && (activation || !parameters.isEmpty())) {
        activations.add(output);
      }
    }
  }

  /**
   * Clean cuts from the input to the output, at tensors that can be kept for each example by
   * itself. The output itself is none.
   */
  List<Cut> all() {
    Shapes shapes = new Shapes(graph, modality);
    List<Cut> cuts = new ArrayList<>();
    Set<String> live = new TreeSet<>();
    Set<String> below = new LinkedHashSet<>();
    Map<Integer, List<String>> parametersAt = new HashMap<>();
    firstParameterUse.forEach(
        (name, at) -> parametersAt.computeIfAbsent(at, i -> new ArrayList<>()).add(name));
    int usedUpTo = -1;
    for (int i = 0; i < graph.nodes().size() - 1; i++) {
      Node node = graph.nodes().get(i);
      for (String parameter : parametersAt.getOrDefault(i, List.of())) {
        below.add(parameter);
        usedUpTo = Math.max(usedUpTo, lastParameterUse.getOrDefault(parameter, i));
      }
      int now = i;
      live.removeIf(value -> lastUse(value) <= now);
      for (String output : node.outputs()) {
        if (activations.contains(output) && lastUse(output) > i) {
          live.add(output);
        }
      }
      boolean born = node.outputs().stream().anyMatch(live::contains);
      if (born && live.size() == 1 && usedUpTo <= i && !below.isEmpty()) {
        String value = live.iterator().next();
        if (shapes.isPerExample(value)) {
          cuts.add(new Cut(value, Set.copyOf(below)));
        }
      }
    }
    return cuts;
  }

  private int lastUse(String value) {
    return lastUse.getOrDefault(value, -1);
  }

  /** Parameters in the order in which activations need them. */
  List<String> parametersInOrder() {
    return firstParameterUse.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }
}
