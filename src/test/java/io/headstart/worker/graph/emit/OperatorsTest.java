package io.headstart.worker.graph.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.Array;
import io.headstart.worker.graph.Differences;
import io.headstart.worker.graph.LoadedModule;
import io.headstart.worker.graph.Reference;
import io.headstart.worker.graph.Sketch;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds each operator that is written against ONNX Runtime, on random shapes. */
class OperatorsTest {
  private static final int SHAPES = 4;
  private static final Map<String, Object> NONE = Map.of();

  @TempDir Path folder;

  private record Case(String name, long opset, Function<Sketch, String> drawing) {
    @Override
    public String toString() {
      return name + ", opset " + opset;
    }
  }

  private static Case of(String name, Function<Sketch, String> drawing) {
    return new Case(name, 17, drawing);
  }

  private static Case of(long opset, String name, Function<Sketch, String> drawing) {
    return new Case(name, opset, drawing);
  }

  private static Map<String, Object> with(Object... namesAndValues) {
    Map<String, Object> attributes = new java.util.HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return attributes;
  }

  private static long[] list(long... values) {
    return values;
  }

  private static OnnxTensor one(long value) {
    return OnnxTensor.ofLongs(new long[] {1}, value);
  }

  private static String cast(Sketch s, ElementType type, String value) {
    return s.op("Cast", with("to", (long) type.code()), value);
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(functions());
    cases.addAll(arithmetic());
    cases.addAll(indices());
    cases.addAll(shapes());
    cases.addAll(shapeArithmetic());
    cases.addAll(networks());
    cases.addAll(convolutions());
    return cases.stream();
  }

  private static List<Case> functions() {
    List<Case> cases = new ArrayList<>();
    for (String name :
        List.of(
            "Relu",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Exp",
            "Neg",
            "Abs",
            "Sin",
            "Cos",
            "Sign",
            "Floor",
            "Ceil",
            "Round",
            "Softplus",
            "Reciprocal",
            "Identity",
            "Dropout")) {
      cases.add(of(name, s -> s.op(name, s.floats(s.dim(), s.dim()))));
    }
    for (String name : List.of("Sqrt", "Log")) {
      cases.add(of(name, s -> s.op(name, s.op("Abs", s.floats(s.dim(), s.dim())))));
      cases.add(of(name, s -> s.op("Mul", s.floats(s.dim()), s.op(name, s.number(2.5)))));
    }
    for (String name : List.of("IsNaN", "IsInf")) {
      cases.add(of(name, s -> s.op(name, s.op("Log", s.op("Relu", s.floats(s.dim(), s.dim()))))));
    }
    for (String name : List.of("HardSwish", "HardSigmoid", "LeakyRelu", "Elu")) {
      cases.add(of(name, s -> s.op(name, s.floats(s.dim(), s.dim()))));
    }
    cases.add(of("LeakyRelu", s -> s.op("LeakyRelu", with("alpha", 0.3f), s.floats(9))));
    cases.add(
        of(
            "HardSigmoid",
            s -> s.op("HardSigmoid", with("alpha", 0.3f, "beta", 0.1f), s.floats(9))));
    cases.add(of("Not", s -> s.op("Not", s.bools(s.longs(2, s.dim(), s.dim())))));
    cases.add(of(20, "Gelu", s -> s.op("Gelu", s.floats(s.dim(), s.dim()))));
    cases.add(of(20, "Gelu", s -> s.op("Gelu", with("approximate", "tanh"), s.floats(s.dim()))));
    cases.add(of("Clip", s -> s.op("Clip", s.floats(s.dim(), 3), s.number(-0.5), s.number(1))));
    cases.add(of("Clip", s -> s.op("Clip", s.floats(s.dim(), 3), "", s.number(0.2))));
    cases.add(of(9, "Clip", s -> s.op("Clip", with("min", -0.3f), s.floats(s.dim()))));
    return cases;
  }

  private static List<Case> arithmetic() {
    List<Case> cases = new ArrayList<>();
    for (String name : List.of("Add", "Sub", "Mul", "Div", "Min", "Max", "Sum")) {
      cases.add(
          of(
              name,
              s -> {
                int last = s.dim();
                return s.op(name, s.floats(s.dim(), s.dim(), last), s.floats(1, last));
              }));
      cases.add(of(name, s -> s.op(name, s.floats(s.dim(), 2), s.number(1.5))));
      cases.add(of(name, s -> s.op(name, s.number(0.7), s.floats(s.dim(), 2))));
    }
    for (String name : List.of("Add", "Sub", "Mul", "Div", "Mod")) {
      cases.add(
          of(
              name,
              s -> {
                String divisor = s.op("Add", s.longs(3, 4), s.integer(1));
                return s.op(name, s.longs(50, s.dim(), 4), divisor);
              }));
    }
    cases.add(
        of("Mod", s -> s.op("Mod", with("fmod", 1L), s.floats(3, 4), s.op("Exp", s.floats(4)))));
    cases.add(of("Pow", s -> s.op("Pow", s.floats(s.dim(), 3), s.number(2))));
    cases.add(of("Pow", s -> s.op("Pow", s.op("Exp", s.floats(s.dim(), 3)), s.floats(3))));
    for (String name : List.of("Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual")) {
      cases.add(of(name, s -> s.op(name, s.longs(3, s.dim(), 4), s.longs(3, 4))));
      cases.add(of(name, s -> s.op(name, s.longs(3, s.dim(), 4), s.integer(1))));
    }
    for (String name : List.of("And", "Or", "Xor")) {
      cases.add(of(name, s -> s.op(name, s.bools(s.longs(2, s.dim(), 3)), s.bools(s.longs(2, 3)))));
    }
    cases.add(
        of(
            "Where",
            s -> s.op("Where", s.bools(s.longs(2, s.dim(), 3)), s.floats(3), s.number(-1e9))));
    return cases;
  }

  private static List<Case> indices() {
    List<Case> cases = new ArrayList<>();
    cases.add(of("Gather", s -> s.op("Gather", s.weight(7, s.dim()), s.longs(7, 2, s.dim()))));
    cases.add(
        of(
            "Gather",
            s -> {
              String index = s.op("Sub", s.longs(4, 2, 3), s.integer(2));
              return s.op("Gather", with("axis", 1L), s.floats(s.dim(), 4, 2), index);
            }));
    cases.add(of("Gather", s -> s.op("Gather", with("axis", -1L), s.floats(2, 5), s.integer(3))));
    cases.add(of("Gather", s -> s.op("Gather", with("axis", 1L), s.floats(2, 5), s.ints(3, 0))));
    cases.add(
        of(
            "GatherElements",
            s -> s.op("GatherElements", with("axis", 1L), s.floats(3, 5), s.longs(5, 3, 2))));
    cases.add(
        of(
            "Slice",
            s ->
                s.op(
                    "Slice",
                    s.floats(s.dim(), 6, 5),
                    s.ints(1, -4),
                    s.ints(5, Long.MAX_VALUE),
                    s.ints(1, 2),
                    s.ints(2, 1))));
    cases.add(of("Slice", s -> s.op("Slice", s.floats(6, 5), s.ints(1, 2), s.ints(4, 9))));
    cases.add(
        of(
            9,
            "Slice",
            s ->
                s.op(
                    "Slice",
                    with("starts", list(1), "ends", list(3), "axes", list(1)),
                    s.floats(2, 6))));
    cases.add(
        of("Concat", s -> s.op("Concat", with("axis", -1L), s.floats(2, s.dim()), s.weight(2, 3))));
    cases.add(
        of(
            "Split",
            s ->
                s.op(
                    "Concat",
                    with("axis", 0L),
                    s.ops("Split", 3, with("axis", 1L), s.floats(s.dim(), 6))
                        .toArray(String[]::new))));
    cases.add(
        of(
            18,
            "Split",
            s -> {
              String[] parts =
                  s.ops("Split", 3, with("axis", 1L, "num_outputs", 3L), s.floats(s.dim(), 7))
                      .toArray(String[]::new);
              return s.op("Concat", with("axis", 1L), parts[2], parts[0], parts[1]);
            }));
    cases.add(
        of(
            "Split",
            s -> s.ops("Split", 2, with("axis", 1L), s.floats(s.dim(), 6), s.ints(4, 2)).get(1)));
    cases.add(
        of(
            "Range",
            s -> {
              String length = s.op("Squeeze", s.op("Shape", s.longs(9, s.dim())), s.ints(0));
              return s.op("Range", s.integer(0), length, s.integer(1));
            }));
    cases.add(
        of(
            "ConstantOfShape",
            s ->
                s.op(
                    "ConstantOfShape",
                    with("value", one(7)),
                    s.op("Shape", s.floats(2, s.dim())))));
    cases.add(
        of(
            "ConstantOfShape",
            s -> s.op("Add", s.floats(s.dim(), 2, 3), s.op("ConstantOfShape", s.ints(2, 3)))));
    cases.add(of("CumSum", s -> s.op("CumSum", s.longs(5, s.dim(), 4), s.integer(1))));
    cases.add(of("Trilu", s -> s.op("Trilu", with("upper", 0L), s.floats(2, 4, 4))));
    cases.add(of("Trilu", s -> s.op("Trilu", s.floats(4, 5), s.integer(1))));
    return cases;
  }

  private static List<Case> shapes() {
    List<Case> cases = new ArrayList<>();
    cases.add(of("Shape", s -> s.op("Shape", s.floats(s.dim(), s.dim(), s.dim()))));
    cases.add(
        of("Shape", s -> s.op("Shape", with("start", -2L, "end", 2L), s.floats(2, s.dim(), 3))));
    cases.add(of("Size", s -> s.op("Size", s.floats(s.dim(), s.dim()))));
    cases.add(of("Unsqueeze", s -> s.op("Unsqueeze", s.floats(s.dim(), 2), s.ints(0, 3))));
    cases.add(of("Unsqueeze", s -> s.op("Unsqueeze", s.floats(s.dim(), 2), s.ints(-1, -3))));
    cases.add(
        of(11, "Unsqueeze", s -> s.op("Unsqueeze", with("axes", list(1)), s.floats(2, s.dim()))));
    cases.add(of("Squeeze", s -> s.op("Squeeze", s.floats(1, s.dim(), 1), s.ints(0, 2))));
    cases.add(of("Squeeze", s -> s.op("Squeeze", s.floats(1, 3, 1))));
    cases.add(of("Reshape", s -> s.op("Reshape", s.floats(s.dim(), 6, 2), s.ints(0, -1, 4))));
    cases.add(
        of(
            "Reshape",
            s -> s.op("Reshape", s.floats(3, 2, 4), s.op("Add", s.longs(1, 2), s.ints(4, 6)))));
    for (long axis : list(0, 1, 2)) {
      cases.add(of("Flatten", s -> s.op("Flatten", with("axis", axis), s.floats(2, s.dim(), 3))));
    }
    cases.add(of("Expand", s -> s.op("Expand", s.floats(3, 1), s.ints(2, 1, 4))));
    cases.add(
        of("Expand", s -> s.op("Expand", s.floats(1, 3), s.op("Shape", s.floats(s.dim(), 3)))));
    cases.add(of("Tile", s -> s.op("Tile", s.floats(2, s.dim()), s.ints(3, 2))));
    cases.add(of("Transpose", s -> s.op("Transpose", s.floats(2, s.dim(), 3))));
    cases.add(
        of(
            "Transpose",
            s -> s.op("Transpose", with("perm", list(2, 0, 1)), s.floats(2, s.dim(), 3))));
    for (ElementType type :
        List.of(ElementType.INT32, ElementType.INT64, ElementType.DOUBLE, ElementType.BOOL)) {
      cases.add(of("Cast", s -> cast(s, type, s.floats(s.dim(), 3))));
    }
    cases.add(of("CastLike", s -> s.op("CastLike", s.floats(2, 3), s.longs(3, 1))));
    cases.add(
        of(
            "Constant",
            s ->
                s.op(
                    "Add",
                    s.longs(5, 2, 3),
                    s.op("Constant", with("value", OnnxTensor.ofLongs(list(3), 1, 2, 3))))));
    cases.add(
        of("Constant", s -> s.op("Mul", s.floats(3), s.op("Constant", with("value_float", 2.5f)))));
    return cases;
  }

  /** Arithmetic on shapes as exporters write it. */
  private static List<Case> shapeArithmetic() {
    List<Case> cases = new ArrayList<>();
    for (String name : List.of("Add", "Sub", "Mul", "Div", "Mod", "Min", "Max")) {
      cases.add(
          of(
              name,
              s -> {
                String shape = s.op("Shape", s.floats(s.dim(), s.dim()));
                String a = s.op("Gather", shape, s.integer(0));
                String b = s.op("Gather", shape, s.integer(-1));
                return s.op(name, a, b);
              }));
      cases.add(of(name, s -> s.op(name, s.op("Shape", s.floats(s.dim(), s.dim())), s.ints(2, 3))));
    }
    cases.add(of("Neg", s -> s.op("Neg", s.op("Size", s.floats(s.dim(), 2)))));
    cases.add(
        of(
            "Concat",
            s -> {
              String x = s.floats(s.dim(), s.dim(), 6);
              String batch = s.op("Gather", s.op("Shape", x), s.integer(0));
              String first = s.op("Unsqueeze", batch, s.ints(0));
              String shape = s.op("Concat", with("axis", 0L), first, s.ints(-1), s.ints(2));
              return s.op("Reshape", x, shape);
            }));
    cases.add(
        of(
            "Expand",
            s -> {
              // How PyTorch's exporter writes "expand to this shape, -1 means as it is".
              String shape = s.op("Shape", s.floats(s.dim(), 3));
              String ones = s.op("ConstantOfShape", with("value", one(1)), s.op("Shape", shape));
              String minus = s.op("Mul", ones, s.integer(-1));
              String chosen = s.op("Where", s.op("Equal", shape, minus), ones, shape);
              return s.op("Expand", s.floats(1, 3), chosen);
            }));
    cases.add(
        of(
            "Slice",
            s -> {
              String x = s.floats(s.dim(), 5);
              String end = s.op("Slice", s.op("Shape", x), s.ints(0), s.ints(1), s.ints(0));
              return s.op("Slice", s.weight(1, 9), s.ints(0), end, s.ints(1), s.ints(1));
            }));
    cases.add(
        of(
            "Sqrt",
            s -> {
              String x = s.floats(s.dim(), s.dim());
              String width = s.op("Slice", s.op("Shape", x), s.ints(-1), s.ints(9));
              return s.op("Div", x, s.op("Sqrt", cast(s, ElementType.FLOAT, width)));
            }));
    return cases;
  }

  private static List<Case> networks() {
    List<Case> cases = new ArrayList<>();
    cases.add(of("MatMul", s -> s.op("MatMul", s.floats(2, s.dim(), 4), s.weight(4, 3))));
    cases.add(of("MatMul", s -> s.op("MatMul", s.floats(2, 3, s.dim(), 4), s.floats(3, 4, 2))));
    cases.add(of("Gemm", s -> s.op("Gemm", s.floats(s.dim(), 4), s.weight(4, 3), s.weight(3))));
    cases.add(
        of(
            "Gemm",
            s ->
                s.op(
                    "Gemm",
                    with("transA", 1L, "transB", 1L, "alpha", 0.5f, "beta", 2f),
                    s.floats(4, 3),
                    s.weight(5, 4),
                    s.floats(3, 1))));
    cases.add(of("Gemm", s -> s.op("Gemm", with("transB", 1L), s.floats(2, 4), s.weight(3, 4))));
    cases.add(
        of(
            "LayerNormalization",
            s ->
                s.op(
                    "LayerNormalization",
                    with("epsilon", 1e-3f),
                    s.floats(2, s.dim(), 6),
                    s.weight(6),
                    s.weight(6))));
    cases.add(
        of(
            "LayerNormalization",
            s -> s.op("LayerNormalization", with("axis", -2L), s.floats(2, 3, 4), s.weight(3, 4))));
    for (String name : List.of("Softmax", "LogSoftmax")) {
      cases.add(of(name, s -> s.op(name, s.floats(2, s.dim(), 4))));
      cases.add(of(name, s -> s.op(name, with("axis", 1L), s.floats(2, s.dim(), 4))));
      cases.add(of(11, name, s -> s.op(name, s.floats(2, s.dim(), 4))));
      cases.add(of(11, name, s -> s.op(name, with("axis", 2L), s.floats(2, 3, s.dim(), 4))));
    }
    for (String name : List.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2")) {
      boolean sum = name.equals("ReduceSum");
      cases.add(
          of(
              11,
              name,
              s -> s.op(name, with("axes", list(-1), "keepdims", 0L), s.floats(2, s.dim(), 4))));
      cases.add(of(11, name, s -> s.op(name, NONE, s.floats(2, s.dim(), 4))));
      cases.add(of(sum ? 13 : 18, name, s -> s.op(name, s.floats(2, 3, s.dim()), s.ints(0, 2))));
    }
    cases.add(
        of(
            "Einsum",
            s ->
                s.op(
                    "Einsum",
                    with("equation", "bqd,bkd->bqk"),
                    s.floats(2, s.dim(), 4),
                    s.floats(2, s.dim(), 4))));
    return cases;
  }

  private static List<Case> convolutions() {
    List<Case> cases = new ArrayList<>();
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

  @ParameterizedTest
  @MethodSource("cases")
  void anOperatorGivesWhatOnnxRuntimeGives(Case operator) throws Exception {
    for (int seed = 0; seed < SHAPES; seed++) {
      Sketch sketch = new Sketch(operator.opset(), seed);
      OnnxModel model = sketch.end(operator.drawing().apply(sketch));
      Path onnx = folder.resolve(seed + ".onnx");
      Path archive = folder.resolve(seed + ".pt");
      model.write(onnx);
      Graph graph = new Importer(model).graph("end");
      Emitter emitter = new Emitter(graph);
      emitter.method("forward", graph.inputs(), graph.output());
      emitter.write(archive, attribute -> true);
      List<Array> inputs = graph.inputs().stream().map(sketch.inputs()::get).toList();
      try (Reference reference = new Reference(onnx);
          LoadedModule module = new LoadedModule(archive)) {
        float[] expected = reference.run(sketch.inputs());
        float[] actual = module.run("forward", inputs).floats();
        Differences.assertClose(expected, actual, 1e-5, operator + ", shapes " + seed);
      }
    }
  }

  @Test
  void everyOperatorThatIsWrittenIsTested() {
    Set<String> tested = new TreeSet<>(cases().map(Case::name).toList());
    assertEquals(tested, Emitter.operators());
  }
}
