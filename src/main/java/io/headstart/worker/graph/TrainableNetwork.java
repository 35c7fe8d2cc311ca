package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.OnnxEdit;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.emit.Emitter;
import io.headstart.worker.graph.ir.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * An encoder with a new head, cut behind the blocks that stay frozen. Immutable. The base model's
 * file must stay as it is while this is in use.
 */
public final class TrainableNetwork {
  /** Takes all inputs, gives the tensor at the cut. */
  public static final String PREFIX_METHOD = "forward_prefix";

  /** Takes the tensor at the cut and {@link #suffixInputs}, gives the logits. */
  public static final String SUFFIX_METHOD = "forward_suffix";

  /** Takes all inputs, gives the logits. */
  public static final String WHOLE_METHOD = "forward";

  /** Takes all inputs, gives what the head's linear layer takes, [batch, width]. */
  public static final String VECTOR_METHOD = "forward_vector";

  /** The same from the tensor at the cut and {@link #suffixInputs}. */
  public static final String SUFFIX_VECTOR_METHOD = "forward_suffix_vector";

  private final OnnxModel model;
  private final Graph graph;
  private final Emitter emitter;
  private final List<Param> parameters;
  private final List<String> suffixInputs;
  private final boolean featureHasTokens;

  TrainableNetwork(
      OnnxModel model,
      Graph graph,
      List<String> inputs,
      String cut,
      String vector,
      Set<String> frozen,
      boolean featureHasTokens) {
    this.model = model;
    this.graph = graph;
    this.featureHasTokens = featureHasTokens;
    this.emitter = new Emitter(graph);
    if (!cut.isEmpty()) {
      emitter.method(PREFIX_METHOD, inputs, cut);
      Set<String> used = new HashSet<>();
      graph.slice(List.of(graph.output()), Set.of(cut)).forEach(node -> used.addAll(node.inputs()));
      suffixInputs = inputs.stream().filter(used::contains).toList();
      List<String> withFeature = new ArrayList<>(List.of(cut));
      withFeature.addAll(suffixInputs);
      emitter.method(SUFFIX_METHOD, withFeature, graph.output());
      if (!cut.equals(vector)) {
        emitter.method(SUFFIX_VECTOR_METHOD, withFeature, vector);
      }
    } else {
      suffixInputs = List.of();
      emitter.method(VECTOR_METHOD, inputs, vector);
    }
    emitter.method(WHOLE_METHOD, inputs, graph.output());
    parameters = new ArrayList<>();
    emitter
        .attributes()
        .forEach(
            (name, attribute) -> {
              OnnxTensor tensor = tensor(name);
              boolean head = name.equals(Head.WEIGHT) || name.equals(Head.BIAS);
              parameters.add(
                  new Param(attribute, name, tensor.dims(), frozen.contains(name), head));
            });
  }

  private OnnxTensor tensor(String name) {
    return Objects.requireNonNull(graph.tensor(name));
  }

  /**
   * Writes the TorchScript archive. Its methods take the inputs in the order of {@link
   * BaseNetwork#inputs}. {@link #PREFIX_METHOD} gives the feature at the cut, {@link
   * #SUFFIX_METHOD} takes feature and {@link #suffixInputs} and gives logits [batch, classes]; both
   * are absent when nothing is frozen. {@link #WHOLE_METHOD} takes the inputs. Where more than the
   * head is trained, {@link #SUFFIX_VECTOR_METHOD}, or {@link #VECTOR_METHOD} when nothing is
   * frozen, gives the vector that the head takes. The module's parameters are those of {@link
   * #parameters}; frozen ones do not want gradients. The same network gives the same bytes.
   */
  public void writeTorchScript(Path archive) throws IOException {
    Set<String> trained = new TreeSet<>();
    parameters.stream().filter(p -> !p.frozen()).forEach(p -> trained.add(p.attribute()));
    emitter.write(archive, trained::contains);
  }

  /** Those inputs that are needed again behind the cut, a mask for example. */
  public List<String> suffixInputs() {
    return suffixInputs;
  }

  /** All weights, in the module's order. */
  public List<Param> parameters() {
    return List.copyOf(parameters);
  }

  /** Numbers in the vector that the head takes of each example. */
  public int headWidth() {
    return Math.toIntExact(tensor(Head.WEIGHT).dims()[1]);
  }

  /**
   * Shape of the feature at the cut. True: [batch, tokens, hidden], so that it can be cached for
   * each example at its own length. False: the same for every example, such as [batch, hidden] or
   * [batch, channels, height, width], or nothing is frozen.
   */
  public boolean featureHasTokens() {
    return featureHasTokens;
  }

  /**
   * Values that a weight has before training, row-major.
   *
   * @throws IllegalArgumentException if there is no such weight
   */
  public float[] initial(String attribute) {
    return tensor(parameter(attribute).onnxName()).floats();
  }

  private Param parameter(String attribute) {
    return parameters.stream()
        .filter(parameter -> parameter.attribute().equals(attribute))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no weight is called " + attribute));
  }

  /**
   * Writes the trained network as ONNX: the base model's graph and opset, its nodes untouched,
   * followed by the head; output {@code logits} [batch, classes]. Initialisers keep their names;
   * frozen ones keep their bytes.
   *
   * @param weights values of the weights that are not frozen, by attribute, row-major; values of
   *     frozen ones are not looked at
   * @param metadata properties to set in the file
   * @throws IllegalArgumentException if a weight that is not frozen is missing, has another size,
   *     or is not known
   */
  public void writeOnnx(Path out, Map<String, float[]> weights, Map<String, String> metadata)
      throws IOException {
    weights.keySet().forEach(this::parameter);
    OnnxEdit edit = OnnxEdit.of(model);
    for (Param parameter : parameters) {
      if (parameter.frozen()) {
        continue;
      }
      float[] values = weights.get(parameter.attribute());
      if (values == null || values.length != tensor(parameter.onnxName()).count()) {
        throw new IllegalArgumentException(
            "weight " + parameter.attribute() + " is missing or has another size");
      }
      edit.replace(parameter.onnxName(), values);
    }
    metadata.forEach(edit::metadata);
    edit.build().write(out);
  }
}
