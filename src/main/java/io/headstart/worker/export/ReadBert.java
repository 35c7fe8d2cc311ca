package io.headstart.worker.export;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import io.headstart.worker.graph.ir.Node;
import io.headstart.worker.graph.ir.NotUnderstood;
import io.headstart.worker.graph.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recognises by its operations, from the logits back to the tokens, a classifier on an encoder that
 * computes what {@link BertEncoder} says. Names are not believed: a model that computes something
 * else under the same names is refused, and one that computes the same under others is taken.
 */
final class ReadBert {
  private static final String LOGITS = "logits";
  private static final int MOST_LAYERS = 1000;

  private final Graph graph;
  private final ReadBertParts parts;

  private ReadBert(Graph graph) {
    this.graph = graph;
    this.parts = new ReadBertParts(graph);
  }

  /**
   * Reads a run's model.
   *
   * @throws Unsuitable if it computes anything else
   */
  static BertEncoder of(OnnxModel model) throws Unsuitable {
    try {
      return new ReadBert(Pass.all(new Importer(model).graph(LOGITS))).encoder();
    } catch (NotUnderstood e) {
      throw ReadBertParts.other("the graph is not understood: " + e.getMessage());
    }
  }

  private BertEncoder encoder() throws Unsuitable {
    Node classifier = graph.producer(graph.output(), "Gemm");
    if (classifier == null || classifier.integer("transB", 0) != 1) {
      throw ReadBertParts.other("it does not end with a linear classifier");
    }
    Node pooling = graph.producer(classifier.input(0), "Gather", "Div");
    String value = pooling == null ? null : pooled(pooling);
    if (pooling == null || value == null) {
      throw ReadBertParts.other("its encoder makes one vector of a text by itself");
    }
    List<List<BertEncoder.Weight>> layers = new ArrayList<>();
    Node norm = parts.norm(value, null);
    ReadBertParts.Layer layer = parts.layer(norm, null);
    ReadBertParts.Layer last = layer;
    while (layer != null && layers.size() < MOST_LAYERS) {
      layers.add(0, layer.weights());
      norm = parts.norm(layer.input(), norm);
      layer = parts.layer(norm, last);
    }
    if (last == null) {
      throw ReadBertParts.other("it has no layers of attention");
    }
    List<BertEncoder.Weight> weights = new ArrayList<>(parts.embeddings(norm));
    for (int i = 0; i < layers.size(); i++) {
      String prefix = "encoder.layer." + i + ".";
      layers
          .get(i)
          .forEach(
              weight ->
                  weights.add(
                      new BertEncoder.Weight(
                          prefix + weight.name(), weight.values(), weight.transposed())));
    }
    return new BertEncoder(
        pooling.is("Div"),
        last.heads(),
        layers.size(),
        last.activation(),
        norm.number("epsilon", 1e-5f),
        weights,
        tensor(classifier.input(1)),
        tensor(classifier.input(2)));
  }

  private OnnxTensor tensor(String value) {
    return Objects.requireNonNull(graph.tensor(value));
  }

  /** The vectors of the tokens, of which one is made; null if that is done in another way. */
  private @Nullable String pooled(Node node) {
    if (node.is("Gather")) {
      OnnxTensor index = graph.tensor(node.input(1));
      boolean first =
          index != null
              && index.rank() == 0
              && index.integer(0) == 0
              && node.integer("axis", 0) == 1;
      return first ? node.input(0) : null;
    }
    Node sum = graph.producer(node.input(0), "ReduceSum");
    Node count = graph.producer(node.input(1), "ReduceSum");
    Node kept = sum == null ? null : graph.producer(sum.input(0), "Mul");
    return kept != null && count != null && kept.input(1).equals(count.input(0))
        ? kept.input(0)
        : null;
  }
}
