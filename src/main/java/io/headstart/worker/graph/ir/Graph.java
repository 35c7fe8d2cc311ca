package io.headstart.worker.graph.ir;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations in an order in which each finds its inputs, with the tensors that are known before
 * anything runs. Immutable; holds only what its output needs.
 */
public final class Graph {
  private final long opset;
  private final List<Node> nodes;
  private final Map<String, OnnxTensor> tensors;
  private final Map<String, String> displayNames;
  private final List<String> inputs;
  private final String output;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> users = new HashMap<>();
  private final Map<String, OnnxTensor> parameters = new LinkedHashMap<>();

  /**
   * @param opset version of ONNX's operators
   * @param nodes in an order in which each finds its inputs; what the output does not need is
   *     dropped
   * @param tensors initialisers and constants by value name
   * @param displayNames of initialisers: what they are called by people; says which tensors are
   *     initialisers
   * @param inputs values that the caller gives
   * @param output value that the caller wants
   */
  public Graph(
      long opset,
      List<Node> nodes,
      Map<String, OnnxTensor> tensors,
      Map<String, String> displayNames,
      List<String> inputs,
      String output) {
    this.opset = opset;
    this.tensors = tensors;
    this.displayNames = displayNames;
    this.inputs = List.copyOf(inputs);
    this.output = output;
    nodes.forEach(node -> node.outputs().forEach(value -> producers.put(value, node)));
    this.nodes = slice(nodes, List.of(output), Set.of());
    for (Node node : this.nodes) {
      for (int i = 0; i < node.inputs().size(); i++) {
        String input = node.input(i);
        users.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
        OnnxTensor tensor = tensors.get(input);
        if (tensor != null
            && displayNames.containsKey(input)
            && tensor.type() == ElementType.FLOAT
            && tensor.count() > 1
            && !isStatistic(node, i)) {
          parameters.putIfAbsent(input, tensor);
        }
      }
    }
  }

  /** Mean and variance of a normalisation were counted, not learned. */
  private static boolean isStatistic(Node node, int input) {
    return node.is("BatchNormalization") && input >= 3;
  }

  /** The same graph with other nodes in some places. */
  public Graph replacing(Map<Node, Node> successors) {
    List<Node> all = nodes.stream().map(node -> successors.getOrDefault(node, node)).toList();
    return new Graph(opset, all, tensors, displayNames, inputs, output);
  }

  /** Version of ONNX's operators. */
  public long opset() {
    return opset;
  }

  /** Operations in order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Values that the caller gives. */
  public List<String> inputs() {
    return inputs;
  }

  /** Value that the caller wants. */
  public String output() {
    return output;
  }

  /**
   * What is trained: initialisers of float32 with more than one element, in order of first use;
   * statistics of normalisations aside.
   */
  public Map<String, OnnxTensor> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** Whether a value is trained. */
  public boolean isParameter(String value) {
    return parameters.containsKey(value);
  }

  /** What an initialiser is called by people. */
  public String displayName(String initializer) {
    return displayNames.getOrDefault(initializer, initializer);
  }

  /** Tensor that is known before anything runs, or null. */
  public @Nullable OnnxTensor tensor(String value) {
    return tensors.get(value);
  }

  /** The float that a value always is, or null. */
  public @Nullable Double scalar(String value) {
    OnnxTensor tensor = tensors.get(value);
    return tensor != null && tensor.count() == 1 && tensor.type().isFloating()
        ? (Double) tensor.number(0)
        : null;
  }

  /** Operation that gives a value, if it is one of these operators. */
  public @Nullable Node producer(String value, String... operators) {
    Node node = producers.get(value);
    return node != null && (operators.length == 0 || node.is(operators)) ? node : null;
  }

  /** The one operation that takes a value; null if there are several or it is the output. */
  public @Nullable Node soleUser(String value) {
    List<Node> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && !value.equals(output) ? all.get(0) : null;
  }

  /** Whether an operation, and nothing else, takes a value. */
  public boolean feedsOnly(String value, Node user) {
    return user.equals(soleUser(value));
  }

  /** Operations, in order, that give the targets when some values are given. */
  public List<Node> slice(Collection<String> targets, Set<String> given) {
    return slice(nodes, targets, given);
  }

  private List<Node> slice(List<Node> all, Collection<String> targets, Set<String> given) {
    Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> seen = new HashSet<>(given);
    Deque<String> wanted = new ArrayDeque<>(targets);
    while (!wanted.isEmpty()) {
      String value = wanted.remove();
      Node node = producers.get(value);
      if (seen.add(value) && node != null && needed.add(node)) {
        wanted.addAll(node.inputs());
      }
    }
    return all.stream().filter(needed::contains).toList();
  }
}
