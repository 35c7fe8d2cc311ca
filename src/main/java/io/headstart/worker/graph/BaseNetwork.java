package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxEdit;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import io.headstart.modelfile.onnx.UnreadableModelFile;
import io.headstart.protocol.Modality;
import io.headstart.worker.graph.emit.Emitter;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import io.headstart.worker.graph.ir.NotUnderstood;
import io.headstart.worker.graph.pass.Pass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An encoder of texts or pictures that was read from an ONNX file, whoever made it: no model and no
 * layer is known here by name. Immutable. The file must stay as it is while the network is in use:
 * weights are read from it when they are needed.
 */
public final class BaseNetwork {
  static final String TOKENS = "input_ids";
  static final String MASK = "attention_mask";
  private static final List<String> KNOWN_INPUTS = List.of(TOKENS, MASK, "token_type_ids");

  private final OnnxModel model;
  private final Modality modality;
  private final Encoding encoding;
  private final List<String> inputs;
  private final List<Block> blocks;
  private final List<String> cuts;

  private BaseNetwork(OnnxModel model) {
    this.model = model;
    this.modality = modality(model);
    this.inputs = inputs(model, modality);
    this.encoding = Encoding.of(model);
    Graph graph = Pass.all(new Importer(model).graph(encoding.value()));
    // Written once so that what can't be written is known now and not when a run has begun.
    Emitter trial = new Emitter(graph);
    trial.method("forward", inputs, graph.output());
    trial.source();
    Blocks divided = new Blocks(graph, modality);
    this.blocks = divided.blocks();
    this.cuts = divided.cuts();
  }

  /**
   * Reads a model.
   *
   * @throws ModelRefused if it can't be understood or has parts that can't be trained; says which
   *     and the way out
   * @throws UnreadableModelFile if the file is no ONNX model or is damaged
   * @throws IOException if the file can't be read
   */
  public static BaseNetwork read(Path onnx) throws IOException {
    return of(OnnxModel.read(onnx));
  }

  static BaseNetwork of(OnnxModel model) {
    try {
      return new BaseNetwork(model);
    } catch (NotUnderstood e) {
      throw refused(e);
    }
  }

  static ModelRefused refused(NotUnderstood e) {
    return new ModelRefused(
        e.getMessage()
            + " Export the encoder with torch.onnx.export (opset 11 to 20, float32, dynamic batch"
            + " and sequence or size, without optimisation for a runtime) and import it again.",
        e);
  }

  /** Pictures are one input of floats, [batch, 3, height, width]; all else is taken for text. */
  private static Modality modality(OnnxModel model) {
    boolean picture =
        model.inputs().size() == 1
            && model.inputs().get(0).elementType() == ElementType.FLOAT.code();
    if (!picture) {
      return Modality.TEXT;
    }
    List<String> dims = model.inputs().get(0).dims();
    if (dims == null
        || dims.size() != 4
        || (Dims.isNumber(dims.get(1)) && !dims.get(1).equals("3"))) {
      throw new NotUnderstood(
          "The model takes floats of the shape "
              + dims
              + "; an encoder of pictures takes [batch, 3, height, width].");
    }
    return Modality.PICTURES;
  }

  private static List<String> inputs(OnnxModel model, Modality modality) {
    List<String> names = model.inputs().stream().map(OnnxValue::name).toList();
    if (modality == Modality.PICTURES) {
      return names;
    }
    if (!KNOWN_INPUTS.containsAll(names) || !names.containsAll(List.of(TOKENS, MASK))) {
      throw new NotUnderstood(
          "The model takes the inputs "
              + names
              + "; a text encoder takes input_ids and attention_mask, and token_type_ids if it"
              + " knows them.");
    }
    return KNOWN_INPUTS.stream().filter(names::contains).toList();
  }

  /** Blocks from input to output. Each weight that the output depends on belongs to one. */
  public List<Block> blocks() {
    return blocks;
  }

  /** What it reads. */
  public Modality modality() {
    return modality;
  }

  /**
   * Of texts, those of input_ids, attention_mask, token_type_ids that the network takes, in that
   * order, int64 [batch, tokens]. Of pictures, the one input, float32 [batch, 3, height, width].
   */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * Puts a new classifier's head on the encoder.
   *
   * @param classes at least 2
   * @param pooling {@code mean} over the attention mask, or {@code cls}, the first token; an
   *     encoder that gives one vector per example has its own and takes null
   * @param seed the head's weights are drawn from it: the same seed, the same bytes
   * @param frozenBlocks the first this many blocks stay as they are; 0 trains everything, the
   *     number of {@link #blocks} only the head
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public TrainableNetwork withHead(
      int classes, @Nullable String pooling, long seed, int frozenBlocks) {
    requireRange(classes, frozenBlocks);
    return network(classes, pooling, seed, frozenBlocks, (whole, edit) -> {});
  }

  private void requireRange(int classes, int frozenBlocks) {
    if (classes < 2) {
      throw new IllegalArgumentException("a classifier needs 2 classes, not " + classes);
    }
    if (frozenBlocks < 0 || frozenBlocks > blocks.size()) {
      throw new IllegalArgumentException(
          "of " + blocks.size() + " blocks " + frozenBlocks + " can't be frozen");
    }
  }

  /**
   * The same network as {@link #withHead} with the weights of a model that was made of the same
   * base model.
   *
   * @param trained as {@link TrainableNetwork#writeOnnx} wrote it
   * @param keepsHead whether the head's weights are taken too; else it's drawn from the seed
   * @throws ModelRefused if the model lacks a weight of this network, or has another size of it
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public TrainableNetwork withWeightsOf(
      OnnxModel trained,
      boolean keepsHead,
      int classes,
      @Nullable String pooling,
      long seed,
      int frozenBlocks) {
    Set<String> taken = new HashSet<>();
    blocks.forEach(block -> taken.addAll(block.weights()));
    if (keepsHead) {
      taken.addAll(List.of(Head.WEIGHT, Head.BIAS));
    }
    requireRange(classes, frozenBlocks);
    return network(
        classes,
        pooling,
        seed,
        frozenBlocks,
        (whole, edit) -> taken.forEach(name -> edit.replace(name, values(trained, whole, name))));
  }

  private static float[] values(OnnxModel trained, OnnxModel whole, String name) {
    OnnxTensor from = trained.initializers().get(name);
    OnnxTensor to = whole.initializers().get(name);
    if (from == null || to == null || !Arrays.equals(from.dims(), to.dims())) {
      throw new ModelRefused(
          "The model to begin with has no weight \""
              + name
              + "\" of the same shape: it was made of another base model.");
    }
    return from.floats();
  }

  /** Sets weights that training begins with. */
  private interface Beginning {
    void set(OnnxModel whole, OnnxEdit edit);
  }

  /**
   * The same graph with a head, all weights of it fresh: drawn from the seed by what each is used
   * for, as {@link FreshWeights} says. Nothing is frozen; only the graph is the base model's.
   *
   * @param classes at least 2
   * @param pooling as for {@link #withHead}
   * @param seed the same seed, the same bytes
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public TrainableNetwork fromScratch(int classes, @Nullable String pooling, long seed) {
    requireRange(classes, 0);
    return network(
        classes,
        pooling,
        seed,
        0,
        (whole, edit) ->
            new FreshWeights(new Importer(whole).graph(Head.LOGITS), seed)
                .values()
                .forEach(edit::replace));
  }

  private TrainableNetwork network(
      int classes, @Nullable String pooling, long seed, int frozenBlocks, Beginning beginning) {
    Head head = new Head(model, encoding);
    try {
      OnnxModel whole = head.attach(classes, pooling, seed);
      OnnxEdit edit = OnnxEdit.of(whole);
      beginning.set(whole, edit);
      whole = edit.build();
      Graph graph = Pass.all(new Importer(whole).graph(Head.LOGITS));
      boolean headOnly = frozenBlocks == blocks.size();
      String cut = frozenBlocks == 0 ? "" : headOnly ? head.vector() : cuts.get(frozenBlocks - 1);
      Set<String> frozen = new HashSet<>();
      blocks.subList(0, frozenBlocks).forEach(block -> frozen.addAll(block.weights()));
      boolean tokens = modality == Modality.TEXT && !headOnly && frozenBlocks > 0;
      return new TrainableNetwork(whole, graph, inputs, cut, head.vector(), frozen, tokens);
    } catch (NotUnderstood e) {
      throw refused(e);
    } catch (UnreadableModelFile e) {
      throw new ModelRefused(String.valueOf(e.getMessage()), e);
    }
  }
}
