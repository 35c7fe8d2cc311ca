package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.protocol.Modality;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of activations as far as they follow from the graph, in terms of the inputs' dimensions.
 * What is not known here is only a place less where the graph can be cut.
 */
final class Shapes {
  private static final int LONGEST_LIST = 16;

  private final Graph graph;
  private final Modality modality;
  private final Map<String, Dims> shapes = new HashMap<>();

  /** Contents of values that are themselves dimensions or lists of them. */
  private final Map<String, Dims> contents = new HashMap<>();

  /**
   * @param modality what the inputs hold: [batch, tokens], or [batch, 3, height, width]
   */
  Shapes(Graph graph, Modality modality) {
    this.graph = graph;
    this.modality = modality;
    Dims given =
        switch (modality) {
          case TEXT -> Dims.of(Dims.BATCH, Dims.TOKENS);
          case PICTURES -> Dims.of(Dims.BATCH, "3", "height", "width");
        };
    graph.inputs().forEach(input -> shapes.put(input, given));
    for (Node node : graph.nodes()) {
      Dims content = content(node);
      Dims shape = shape(node);
      for (String output : node.outputs()) {
        if (content != null && content.rank() <= LONGEST_LIST) {
          contents.put(output, content);
        }
        if (shape != null) {
          shapes.put(output, shape);
        }
      }
    }
  }

  /**
   * Whether a value can be kept for each example by itself: of texts, one vector for each token; of
   * pictures, which all have one size, whatever begins with the batch.
   */
  boolean isPerExample(String value) {
    Dims shape = shapes.get(value);
    if (shape == null) {
      return false;
    }
    return switch (modality) {
      case TEXT ->
          shape.rank() == 3
              && shape.all().subList(0, 2).equals(List.of(Dims.BATCH, Dims.TOKENS))
              && Dims.isNumber(shape.last());
      case PICTURES -> shape.rank() >= 2 && shape.at(0).equals(Dims.BATCH);
    };
  }

  private @Nullable Dims shapeOf(String value) {
    OnnxTensor tensor = graph.tensor(value);
    return tensor == null ? shapes.get(value) : Dims.of(tensor.dims());
  }

  private @Nullable Dims contentOf(String value) {
    OnnxTensor tensor = graph.tensor(value);
    if (tensor == null) {
      return contents.get(value);
    }
    boolean list =
        tensor.type() == ElementType.INT64 && tensor.rank() <= 1 && tensor.count() <= LONGEST_LIST;
    return list ? Dims.of(tensor.integers()) : null;
  }

  private @Nullable Dims content(Node node) {
    return switch (node.operator()) {
      case "Shape" -> part(node, shapeOf(node.input(0)));
      case "Gather" -> {
        Dims all = contentOf(node.input(0));
        Dims index = contentOf(node.input(1));
        yield all == null || index == null ? null : all.picked(index);
      }
      case "Concat" -> joined(node);
      case "Slice" -> slicedContent(node);
      case "Unsqueeze", "Squeeze", "Cast", "Identity" -> contentOf(node.input(0));
      default -> null;
    };
  }

  private static @Nullable Dims part(Node node, @Nullable Dims shape) {
    long end = node.has("end") ? node.integer("end", 0) : Long.MAX_VALUE;
    return shape == null ? null : shape.part(node.integer("start", 0), end);
  }

  private @Nullable Dims joined(Node node) {
    Dims all = Dims.of();
    for (String input : node.inputs()) {
      Dims next = contentOf(input);
      if (next == null) {
        return null;
      }
      all = all.followedBy(next);
    }
    return all;
  }

  private @Nullable Dims slicedContent(Node node) {
    Dims all = contentOf(node.input(0));
    Dims from = contentOf(node.input(1));
    Dims to = contentOf(node.input(2));
    if (all == null || from == null || to == null || node.hasInput(4)) {
      return null;
    }
    Long start = from.number();
    Long end = to.number();
    return start == null || end == null ? null : all.part(start, end);
  }

  private @Nullable Dims shape(Node node) {
    if (node.is("Range")) {
      return Dims.of(Dims.UNKNOWN);
    }
    Dims first = shapeOf(node.input(0));
    if (first == null) {
      return null;
    }
    return switch (node.operator()) {
      case "Gather" -> gathered(node, first);
      case "Reshape" -> {
        Dims wanted = contentOf(node.input(1));
        yield wanted == null ? null : first.reshaped(wanted);
      }
      case "Transpose" -> first.transposed(node.integers("perm"));
      case "MatMul" -> product(first, shapeOf(node.input(1)));
      case "Conv" -> channels(first, shapeOf(node.input(1)));
      case "MaxPool", "AveragePool" -> channels(first, first.part(1, 2));
      case "GlobalAveragePool", "GlobalMaxPool" -> pooled(first);
      case "Flatten" -> flattened(node, first);
      case Node.LINEAR -> first.with(-1, linearWidth(node));
      case Node.ATTENTION -> {
        Dims values = shapeOf(node.input(2));
        yield values == null ? null : first.with(-1, values.last());
      }
      case "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Where" -> broadcast(node);
      case "Unsqueeze" -> {
        long[] axes = axes(node, 1);
        yield axes == null ? null : first.widened(axes);
      }
      case "Slice" -> sliced(node, first);
      case "Split" -> parted(node, first);
      case "LayerNormalization",
          "Softmax",
          "Gelu",
          "Relu",
          "Tanh",
          "Sigmoid",
          "Erf",
          "Dropout",
          "Identity",
          "Cast",
          "Sqrt",
          "Neg",
          "Exp",
          "Clip",
          "BatchNormalization",
          "HardSwish",
          "HardSigmoid",
          "LeakyRelu",
          "Elu",
          "CumSum" ->
          first;
      default -> null;
    };
  }

  /** Batch and number of channels; how large a picture has become isn't followed. */
  private static @Nullable Dims channels(Dims before, @Nullable Dims counted) {
    if (counted == null || before.rank() < 3) {
      return null;
    }
    Dims after = Dims.of(before.at(0), counted.at(0));
    while (after.rank() < before.rank()) {
      after = after.followedBy(Dims.of(Dims.UNKNOWN));
    }
    return after;
  }

  private static @Nullable Dims pooled(Dims before) {
    Dims after = before.part(0, 2);
    while (after.rank() < before.rank()) {
      after = after.followedBy(Dims.of("1"));
    }
    return after;
  }

  private static @Nullable Dims flattened(Node node, Dims before) {
    if (node.integer("axis", 1) != 1 || before.rank() < 2) {
      return null;
    }
    Dims rest = before.part(1, before.rank());
    long count = 1;
    for (String dim : rest.all()) {
      count = count > 0 && Dims.isNumber(dim) ? count * Long.parseLong(dim) : 0;
    }
    return Dims.of(before.at(0), count > 0 ? Long.toString(count) : Dims.UNKNOWN);
  }

  private @Nullable Dims gathered(Node node, Dims table) {
    Dims index = shapeOf(node.input(1));
    long axis = node.integer("axis", 0);
    if (index == null || axis < 0 || axis >= table.rank()) {
      return null;
    }
    return table.part(0, axis).followedBy(index).followedBy(table.part(axis + 1, table.rank()));
  }

  private static @Nullable Dims product(Dims left, @Nullable Dims right) {
    boolean fits = right != null && right.rank() >= 2 && left.rank() >= right.rank();
    return fits && right != null ? left.with(-1, right.last()) : null;
  }

  private String linearWidth(Node node) {
    Dims weight = shapeOf(node.input(1));
    return weight == null ? Dims.UNKNOWN : weight.at(node.integer("transposed", 0) == 1 ? 0 : 1);
  }

  private @Nullable Dims broadcast(Node node) {
    Dims result = Dims.of();
    for (String input : node.inputs()) {
      Dims shape = shapeOf(input);
      if (shape == null) {
        return null;
      }
      result = result.broadcast(shape);
    }
    return result;
  }

  private long @Nullable [] axes(Node node, int input) {
    long[] axes = node.integers("axes");
    OnnxTensor given = graph.tensor(node.input(input));
    return axes == null && given != null ? given.integers() : axes;
  }

  private @Nullable Dims sliced(Node node, Dims shape) {
    long[] axes = axes(node, 3);
    Dims cut = axes == null ? null : shape;
    for (int i = 0; axes != null && cut != null && i < axes.length; i++) {
      cut = cut.with(axes[i], Dims.UNKNOWN);
    }
    return cut;
  }

  private static @Nullable Dims parted(Node node, Dims shape) {
    long axis = node.integer("axis", 0);
    boolean even = !node.has("split") && !node.hasInput(1);
    Dims whole = Dims.of(shape.at(axis));
    Long width = whole.number();
    int parts = node.outputs().size();
    boolean known = even && width != null && width % parts == 0;
    return shape.with(axis, known && width != null ? Long.toString(width / parts) : Dims.UNKNOWN);
  }
}
