package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What networks for pictures are made of; values are [batch, channels, one or more axes]. */
final class ConvolutionOperators {
  Map<String, Operator> byName() {
    Map<String, Operator> operators = new LinkedHashMap<>();
    operators.put("Conv", ConvolutionOperators::convolution);
    operators.put("BatchNormalization", ConvolutionOperators::batchNormalization);
    operators.put("MaxPool", ConvolutionOperators::maxPool);
    operators.put("AveragePool", ConvolutionOperators::averagePool);
    operators.put(
        "GlobalAveragePool", (node, method) -> global(node, method, "torch.mean(%s, %s, True)"));
    operators.put(
        "GlobalMaxPool", (node, method) -> global(node, method, "torch.amax(%s, %s, True)"));
    return operators;
  }

  private static Value convolution(Node node, MethodText method) {
    if (!(method.input(node, 1) instanceof Value.Held weight) || weight.tensor().rank() < 3) {
      throw node.notUnderstood("its kernel is no weight of the model");
    }
    OnnxTensor kernel = weight.tensor();
    long[] sizes = Arrays.copyOfRange(kernel.dims(), 2, kernel.rank());
    Window window = Window.of(node, sizes);
    return method.computed(
        "torch.conv%dd(%s, %s, %s, %s, %s, %s, %d)"
            .formatted(
                window.rank(),
                window.padded(method.tensor(node, 0), method, 0),
                weight.text(),
                method.tensorOrNone(node, 2),
                Literal.of(window.strides()),
                Literal.of(window.padding()),
                Literal.of(window.dilations()),
                node.integer("group", 1)));
  }

  /** With the statistics of the file: they are no parameters, whatever is trained. */
  private static Value batchNormalization(Node node, MethodText method) {
    if (node.integer("training_mode", 0) == 1) {
      throw node.notUnderstood("it was exported in training mode; export the model after eval()");
    }
    return method.computed(
        "torch.batch_norm(%s, %s, %s, %s, %s, False, 0., %s, False)"
            .formatted(
                method.tensor(node, 0),
                method.tensor(node, 1),
                method.tensor(node, 2),
                method.tensor(node, 3),
                method.tensor(node, 4),
                Literal.of(node.number("epsilon", 1e-5f))));
  }

  private static Value maxPool(Node node, MethodText method) {
    if (node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()) {
      throw node.notUnderstood("its indices are used");
    }
    Window window = Window.ofPool(node);
    return method.computed(
        "torch.max_pool%dd(%s, %s, %s, %s, %s, False)"
            .formatted(
                window.rank(),
                window.padded(method.tensor(node, 0), method, Double.NEGATIVE_INFINITY),
                Literal.of(window.sizes()),
                Literal.of(window.strides()),
                Literal.of(window.padding()),
                Literal.of(window.dilations())));
  }

  private static Value averagePool(Node node, MethodText method) {
    boolean countsPadding = node.integer("count_include_pad", 0) == 1;
    Window window = Window.ofPool(node);
    if (Arrays.stream(window.dilations()).anyMatch(dilation -> dilation != 1)) {
      throw node.notUnderstood("it has dilations");
    }
    if (window.isLopsided() && !countsPadding) {
      throw node.notUnderstood("it pads one side more than the other and leaves that out");
    }
    return method.computed(
        "torch.avg_pool%dd(%s, %s, %s, %s, False, %s)"
            .formatted(
                window.rank(),
                window.padded(method.tensor(node, 0), method, 0),
                Literal.of(window.sizes()),
                Literal.of(window.strides()),
                Literal.of(window.padding()),
                Literal.of(countsPadding)));
  }

  private static Value global(Node node, MethodText method, String form) {
    String text = method.variable(method.tensor(node, 0));
    return method.computed(form.formatted(text, "self.all_axes(" + text + ")[2:]"));
  }
}
