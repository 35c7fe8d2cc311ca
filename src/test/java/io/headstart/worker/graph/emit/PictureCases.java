package io.headstart.worker.graph.emit;

import static io.headstart.worker.graph.emit.OperatorCase.list;
import static io.headstart.worker.graph.emit.OperatorCase.of;
import static io.headstart.worker.graph.emit.OperatorCase.with;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators of networks for pictures: convolution, pooling, normalisation, their activations. */
final class PictureCases {
  private static final Map<String, Object> NONE = Map.of();

  private PictureCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    for (String name : List.of("HardSwish", "HardSigmoid", "LeakyRelu", "Elu")) {
      cases.add(of(name, s -> s.op(name, s.floats(s.dim(), s.dim()))));
    }
    cases.add(of("LeakyRelu", s -> s.op("LeakyRelu", with("alpha", 0.3f), s.floats(9))));
    cases.add(
        of(
            "HardSigmoid",
            s -> s.op("HardSigmoid", with("alpha", 0.3f, "beta", 0.1f), s.floats(9))));
    for (Map<String, Object> attributes :
        List.of(
            NONE,
            with("pads", list(1, 1, 1, 1), "strides", list(2, 1)),
            with("pads", list(0, 0, 1, 1), "strides", list(2, 2)),
            with("pads", list(2, 0, 1, 3), "dilations", list(2, 1)),
            with("auto_pad", "SAME_UPPER"),
            with("auto_pad", "SAME_LOWER"),
            with("auto_pad", "VALID", "strides", list(2, 3)))) {
      cases.add(
          of(
              "Conv",
              s -> {
                String picture = s.floats(s.dim(), 3, 5 + s.dim(), 6 + s.dim());
                return s.op("Conv", attributes, picture, s.weight(4, 3, 3, 2), s.weight(4));
              }));
    }
    cases.add(
        of(
            "Conv",
            s -> {
              String picture = s.floats(2, 6, 4 + s.dim(), 4);
              return s.op("Conv", with("group", 6L), picture, s.weight(12, 1, 3, 3), s.weight(12));
            }));
    cases.add(
        of("Conv", s -> s.op("Conv", with("group", 2L), s.floats(2, 4, 9), s.weight(6, 2, 3))));
    cases.add(
        of("Conv", s -> s.op("Conv", s.floats(1, 2, 4, 4, 3 + s.dim()), s.weight(3, 2, 2, 2, 2))));
    cases.add(
        of(
            "BatchNormalization",
            s ->
                s.op(
                    "BatchNormalization",
                    with("epsilon", 1e-3f),
                    s.floats(2, 3, s.dim(), 4),
                    s.weight(3),
                    s.weight(3),
                    s.weight(3),
                    s.positive(3))));
    for (Map<String, Object> attributes :
        List.of(
            with("kernel_shape", list(3, 2)),
            with("kernel_shape", list(3, 3), "pads", list(1, 1, 1, 1), "strides", list(2, 2)),
            with("kernel_shape", list(3, 3), "auto_pad", "SAME_UPPER"))) {
      for (String name : List.of("MaxPool", "AveragePool")) {
        cases.add(of(name, s -> s.op(name, attributes, s.floats(2, 3, 4 + s.dim(), 6))));
      }
    }
    cases.add(
        of(
            "MaxPool",
            s ->
                s.op(
                    "MaxPool",
                    with("kernel_shape", list(2, 2), "pads", list(0, 0, 1, 1)),
                    s.floats(2, 3, 4 + s.dim(), 6))));
    cases.add(
        of(
            "AveragePool",
            s ->
                s.op(
                    "AveragePool",
                    with(
                        "kernel_shape",
                        list(2, 2),
                        "pads",
                        list(0, 0, 1, 1),
                        "count_include_pad",
                        1L),
                    s.floats(2, 3, 4 + s.dim(), 6))));
    for (String name : List.of("GlobalAveragePool", "GlobalMaxPool")) {
      cases.add(of(name, s -> s.op(name, s.floats(2, 3, s.dim(), s.dim()))));
      cases.add(of(name, s -> s.op(name, s.floats(2, 3, s.dim()))));
    }
    return cases;
  }
}
