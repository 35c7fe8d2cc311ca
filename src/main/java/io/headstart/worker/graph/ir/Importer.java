package io.headstart.worker.graph.ir;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxNode;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the graph of a model file: constants found, ties resolved, weights named. */
public final class Importer {
  private static final int MOST_NODES = 100_000;

  private final OnnxModel model;
  private final Map<String, OnnxTensor> tensors;
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> defined = new HashSet<>();
  private final WeightNames names;

  /** An importer of one model, for one use. */
  public Importer(OnnxModel model) {
    this.model = model;
    this.tensors = new HashMap<>(model.initializers());
    this.names = new WeightNames(model.initializers().keySet());
  }

  /**
   * The part of the graph that gives an output.
   *
   * @throws NotUnderstood if the file is no graph in order, or uses operators of another domain
   */
  public Graph graph(String output) {
    if (model.nodes().size() > MOST_NODES) {
      throw new NotUnderstood("The model has more than " + MOST_NODES + " nodes.");
    }
    List<String> inputs = model.inputs().stream().map(OnnxValue::name).toList();
    defined.addAll(inputs);
    defined.addAll(tensors.keySet());
    defined.add("");
    List<Node> nodes = new ArrayList<>();
    for (OnnxNode node : model.nodes()) {
      Node read = node(node);
      if (read != null) {
        nodes.add(read);
      }
    }
    if (!defined.contains(output)) {
      throw new NotUnderstood("No node of the model gives the output \"" + output + "\".");
    }
    return new Graph(
        model.opset(),
        nodes,
        tensors,
        names.displayNames(),
        inputs,
        aliases.getOrDefault(output, output));
  }

  private @Nullable Node node(OnnxNode node) {
    List<String> inputs =
        node.inputs().stream().map(input -> aliases.getOrDefault(input, input)).toList();
    Node read = new Node(node.operator(), node.name(), inputs, node.outputs(), node.attributes());
    check(node, read);
    if (read.is("Constant")) {
      tensors.put(read.output(), constant(read));
      return null;
    }
    if (read.is("Identity") && tensors.containsKey(read.input(0))) {
      // Exporters tie equal weights so; a copy of the weight would lose its gradient.
      aliases.put(read.output(), read.input(0));
      return null;
    }
    names.learn(node, inputs);
    return read;
  }

  private void check(OnnxNode node, Node read) {
    if (!node.domain().isEmpty() && !node.domain().equals("ai.onnx")) {
      throw read.notUnderstood(
          "it belongs to "
              + node.domain()
              + " and not to ONNX itself; export the model without optimising it for a runtime");
    }
    if (node.outputs().isEmpty()) {
      throw read.notUnderstood("it has no output");
    }
    for (String input : node.inputs()) {
      if (!defined.contains(input)) {
        throw read.notUnderstood("nothing before it gives its input \"" + input + "\"");
      }
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !defined.add(output)) {
        throw read.notUnderstood("the value \"" + output + "\" is given twice");
      }
    }
  }

  private static OnnxTensor constant(Node node) {
    Map<String, Object> attributes = node.attributes();
    if (attributes.get("value") instanceof OnnxTensor tensor) {
      return tensor;
    }
    if (attributes.get("value_float") instanceof Float number) {
      return OnnxTensor.ofFloats(new long[0], number);
    }
    if (attributes.get("value_int") instanceof Long number) {
      return OnnxTensor.ofLongs(new long[0], number);
    }
    if (attributes.get("value_ints") instanceof long[] numbers) {
      return OnnxTensor.ofLongs(new long[] {numbers.length}, numbers);
    }
    if (attributes.get("value_floats") instanceof float[] numbers) {
      return OnnxTensor.ofFloats(new long[] {numbers.length}, numbers);
    }
    throw node.notUnderstood("its value has a form that is not read");
  }
}
