package io.headstart.worker.export;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of what {@link ReadBert} recognises, each read from its output back to its input. */
final class ReadBertParts {
  private static final double ROUNDING = 1e-4;
  private static final long[] HEADS_FIRST = {0, 2, 1, 3};
  private static final long[] HEADS_FIRST_TRANSPOSED = {0, 2, 3, 1};

  private final Graph graph;

  ReadBertParts(Graph graph) {
    this.graph = graph;
  }

  static Unsuitable other(String why) {
    return new Unsuitable(
        "This model can't be loaded by the class BertModel of the library transformers: "
            + why
            + ". Take the archive with model.onnx, or the safetensors file.");
  }

  /**
   * One layer of the encoder.
   *
   * @param input value that it begins with
   * @param weights under their names within the layer
   */
  record Layer(String input, int heads, String activation, List<BertEncoder.Weight> weights) {}

  /** The normalisation that gives a value, with the same epsilon as the one behind it. */
  Node norm(String value, @Nullable Node behind) throws Unsuitable {
    Node norm = graph.producer(value, "LayerNormalization");
    if (norm == null || norm.integer("axis", -1) != -1 || !norm.hasInput(2)) {
      throw other("a layer does not end with a normalisation");
    }
    if (behind != null && norm.number("epsilon", 1e-5f) != behind.number("epsilon", 1e-5f)) {
      throw other("its normalisations differ in their epsilon");
    }
    return norm;
  }

  /**
   * The layer that a normalisation ends.
   *
   * @param like a layer that it must be like, if there is one
   * @return null if it ends none, but the embeddings
   */
  @Nullable Layer layer(Node norm, @Nullable Layer like) throws Unsuitable {
    Split out = split(norm.input(0));
    Node gelu = out == null ? null : graph.producer(out.linear.input(0), "Gelu");
    Node wide = gelu == null ? null : graph.producer(gelu.input(0), Node.LINEAR);
    if (out == null || gelu == null || wide == null) {
      return null;
    }
    Node middle = norm(out.residual, norm);
    Split context = split(middle.input(0));
    if (!wide.input(0).equals(out.residual) || context == null) {
      throw other("a layer is no attention with a feed-forward network behind it");
    }
    List<BertEncoder.Weight> weights = new ArrayList<>();
    int heads = attention(context, weights);
    linear("attention.output.dense", context.linear, weights);
    normalised("attention.output.LayerNorm", middle, weights);
    linear("intermediate.dense", wide, weights);
    linear("output.dense", out.linear, weights);
    normalised("output.LayerNorm", norm, weights);
    String activation = gelu.text("approximate", "none").equals("tanh") ? "gelu_new" : "gelu";
    if (like != null && (like.heads != heads || !like.activation.equals(activation))) {
      throw other("its layers are not all alike");
    }
    return new Layer(context.residual, heads, activation, weights);
  }

  private record Split(Node linear, String residual) {}

  /** A linear layer's output plus a value. */
  private @Nullable Split split(String value) {
    Node sum = graph.producer(value, "Add");
    for (int i = 0; sum != null && i < 2; i++) {
      Node linear = graph.producer(sum.input(i), Node.LINEAR);
      if (linear != null) {
        return new Split(linear, sum.input(1 - i));
      }
    }
    return null;
  }

  /** Number of heads; adds the weights of query, key and value. */
  private int attention(Split context, List<BertEncoder.Weight> weights) throws Unsuitable {
    Node joined = graph.producer(context.linear.input(0), "Reshape");
    Node swapped = joined == null ? null : graph.producer(joined.input(0), "Transpose");
    Node attention = swapped == null ? null : graph.producer(swapped.input(0), Node.ATTENTION);
    if (attention == null
        || swapped == null
        || !Arrays.equals(swapped.integers("perm"), HEADS_FIRST)
        || !attention.hasInput(3)
        || !reads(attention.input(3)).equals(Set.of("attention_mask"))) {
      throw other("its attention is of another kind");
    }
    Divided query = divided(attention.input(0), HEADS_FIRST, context.residual);
    Divided key = divided(attention.input(1), HEADS_FIRST_TRANSPOSED, context.residual);
    Divided value = divided(attention.input(2), HEADS_FIRST, context.residual);
    double scale = attention.number("scale", 1) * query.factor * key.factor * value.factor;
    long size = query.size;
    long width = tensor(query.linear.input(2)).count();
    if (size < 1
        || key.size != size
        || value.size != size
        || width % size != 0
        || value.factor != 1
        || Math.abs(scale * Math.sqrt((double) size) - 1) > ROUNDING) {
      throw other("its attention is scaled or divided in another way");
    }
    linear("attention.self.query", query.linear, weights);
    linear("attention.self.key", key.linear, weights);
    linear("attention.self.value", value.linear, weights);
    return Math.toIntExact(width / size);
  }

  /** A linear layer whose output is divided into heads of a size, times a factor. */
  private record Divided(Node linear, long size, double factor) {}

  private Divided divided(String value, long[] wanted, String input) throws Unsuitable {
    long[] order = {0, 1, 2, 3};
    double factor = 1;
    String at = value;
    while (true) {
      Node node = graph.producer(at, "Transpose", "Mul", "Div", "Reshape");
      if (node == null) {
        throw other("its attention is of another kind");
      }
      if (node.is("Reshape")) {
        Node linear = graph.producer(node.input(0), Node.LINEAR);
        if (linear == null || !linear.input(0).equals(input) || !Arrays.equals(order, wanted)) {
          throw other("its attention reads something else than the layer before");
        }
        return new Divided(linear, lastOf(node.input(1)), factor);
      }
      if (node.is("Transpose")) {
        long[] inner = node.integers("perm");
        if (inner == null || inner.length != order.length) {
          throw other("its attention is of another kind");
        }
        for (int i = 0; i < order.length; i++) {
          order[i] = inner[Math.toIntExact(order[i])];
        }
        at = node.input(0);
      } else {
        boolean left = node.is("Mul") && graph.scalar(node.input(0)) != null;
        Double number = graph.scalar(node.input(left ? 0 : 1));
        if (number == null) {
          throw other("its attention is of another kind");
        }
        factor = node.is("Div") ? factor / number : factor * number;
        at = node.input(left ? 1 : 0);
      }
    }
  }

  /** Last element of a shape, where it is known before anything runs; else 0. */
  private long lastOf(String shape) {
    OnnxTensor known = graph.tensor(shape);
    Node list = graph.producer(shape, "Concat");
    if (known == null && list != null) {
      known = graph.tensor(list.input(list.inputs().size() - 1));
    }
    return known == null || known.count() == 0 ? 0 : known.integer(known.count() - 1);
  }

  /** Weights of the three tables whose rows a normalisation takes the sum of, and its own. */
  List<BertEncoder.Weight> embeddings(Node norm) throws Unsuitable {
    List<BertEncoder.Weight> weights = new ArrayList<>();
    for (String summand : summands(norm.input(0))) {
      Node table = graph.producer(summand, "Gather");
      if (table == null || !graph.isParameter(table.input(0)) || table.integer("axis", 0) != 0) {
        throw other("its embeddings are not the sum of words, positions and segments");
      }
      String name =
          switch (table.input(1)) {
            case "input_ids" -> BertEncoder.WORDS;
            case "token_type_ids" -> BertEncoder.SEGMENTS;
            default -> BertEncoder.POSITIONS;
          };
      if (name.equals(BertEncoder.POSITIONS) && !countsFromZero(table.input(1))) {
        throw other("its positions don't count from 0");
      }
      weights.add(new BertEncoder.Weight(name, tensor(table.input(0)), false));
    }
    if (weights.size() != 3
        || weights.stream().map(BertEncoder.Weight::name).distinct().count() != 3) {
      throw other("its embeddings are not the sum of words, positions and segments");
    }
    normalised("embeddings.LayerNorm", norm, weights);
    return weights;
  }

  private List<String> summands(String value) {
    Node sum = graph.producer(value, "Add");
    if (sum == null) {
      return List.of(value);
    }
    List<String> all = new ArrayList<>(summands(sum.input(0)));
    all.addAll(summands(sum.input(1)));
    return all;
  }

  /** Whether a value is 0, 1, 2 … up to some length. */
  private boolean countsFromZero(String value) {
    Node slice = graph.producer(value, "Slice", "Range");
    if (slice == null || !reads(value).isEmpty()) {
      return false;
    }
    OnnxTensor start = graph.tensor(slice.input(slice.is("Slice") ? 1 : 0));
    boolean fromStart = start != null && start.count() == 1 && start.integer(0) == 0;
    OnnxTensor numbers = slice.is("Slice") ? graph.tensor(slice.input(0)) : null;
    for (int i = 0; numbers != null && i < numbers.count(); i++) {
      fromStart = fromStart && numbers.integer(i) == i;
    }
    return fromStart && (slice.is("Range") || numbers != null);
  }

  /** Inputs of the model on whose values, and not only on whose size, a value depends. */
  private Set<String> reads(String value) {
    Set<String> read = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> wanted = new ArrayDeque<>(List.of(value));
    while (!wanted.isEmpty()) {
      String one = wanted.remove();
      Node node = graph.producer(one);
      if (!seen.add(one)) {
        continue;
      }
      if (graph.inputs().contains(one)) {
        read.add(one);
      } else if (node != null && !node.is("Shape")) {
        wanted.addAll(node.inputs());
      }
    }
    return read;
  }

  private void linear(String name, Node linear, List<BertEncoder.Weight> weights) {
    boolean asWanted = linear.integer("transposed", 0) == 1;
    weights.add(new BertEncoder.Weight(name + ".weight", tensor(linear.input(1)), !asWanted));
    weights.add(new BertEncoder.Weight(name + ".bias", tensor(linear.input(2)), false));
  }

  private void normalised(String name, Node norm, List<BertEncoder.Weight> weights) {
    weights.add(new BertEncoder.Weight(name + ".weight", tensor(norm.input(1)), false));
    weights.add(new BertEncoder.Weight(name + ".bias", tensor(norm.input(2)), false));
  }

  private OnnxTensor tensor(String value) {
    return Objects.requireNonNull(graph.tensor(value));
  }
}
