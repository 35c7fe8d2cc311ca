package io.headstart.worker.graph;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import io.headstart.worker.graph.ir.Node;
import io.headstart.worker.graph.ir.NotUnderstood;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value of an encoder that a head is put on.
 *
 * @param value its name
 * @param width length of its vectors
 * @param hasTokens true: [batch, tokens, width]; false: [batch, width]
 * @param batch how the model calls the dimension of the batch
 */
record Encoding(String value, int width, boolean hasTokens, String batch) {
  private static final int FARTHEST = 12;

  /**
   * Chooses the first output with a vector per token; failing that, what stands before the last
   * layer of an old classifier, or an output with a vector per example.
   *
   * @throws NotUnderstood if no output is of that kind
   */
  static Encoding of(OnnxModel model) {
    for (OnnxValue output : model.outputs()) {
      if (output.dims() != null && output.dims().size() == 3) {
        Graph graph = new Importer(model).graph(output.name());
        return new Encoding(output.name(), width(graph, output), true, batch(output.dims()));
      }
    }
    for (OnnxValue output : model.outputs()) {
      if (output.dims() != null && output.dims().size() == 2) {
        Graph graph = new Importer(model).graph(output.name());
        Node classifier = lastLinear(graph);
        String value = classifier == null ? output.name() : classifier.input(0);
        int width = classifier == null ? width(graph, output) : inputWidth(graph, classifier);
        return new Encoding(value, width, false, batch(output.dims()));
      }
    }
    throw new NotUnderstood(
        "No output of the model is declared as [batch, tokens, hidden] or [batch, hidden].");
  }

  private static String batch(List<String> dims) {
    String name = dims.get(0);
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "batch" : name;
  }

  private static int width(Graph graph, OnnxValue output) {
    List<String> dims = output.dims();
    String last = dims == null ? "" : dims.get(dims.size() - 1);
    if (last.matches("[1-9]\\d{0,5}")) {
      return Integer.parseInt(last);
    }
    // Exporters name even the last dimension when they hold it for one that varies.
    String value = graph.output();
    for (int i = 0; i < FARTHEST; i++) {
      Node node = graph.producer(value);
      if (node == null) {
        break;
      }
      for (String input : node.inputs()) {
        OnnxTensor tensor = graph.tensor(input);
        if (tensor != null && tensor.rank() == 1 && graph.isParameter(input)) {
          return tensor.count();
        }
      }
      value = node.input(0);
    }
    throw new NotUnderstood(
        "The output \"" + output.name() + "\" does not declare how long its vectors are.");
  }

  private static @Nullable Node lastLinear(Graph graph) {
    String value = graph.output();
    for (int i = 0; i < FARTHEST; i++) {
      Node node = graph.producer(value);
      if (node == null) {
        return null;
      }
      if (node.is("Gemm", "MatMul")) {
        OnnxTensor weight = graph.tensor(node.input(1));
        return weight != null && weight.rank() == 2 ? node : null;
      }
      if (node.is("Add")) {
        value = graph.isParameter(node.input(0)) ? node.input(1) : node.input(0);
      } else if (node.is("Softmax", "LogSoftmax", "Sigmoid", "Identity")) {
        value = node.input(0);
      } else {
        return null;
      }
    }
    return null;
  }

  private static int inputWidth(Graph graph, Node linear) {
    OnnxTensor weight = Objects.requireNonNull(graph.tensor(linear.input(1)));
    int dimension = linear.is("Gemm") && linear.integer("transB", 0) == 1 ? 1 : 0;
    return (int) weight.dims()[dimension];
  }
}
