package io.headstart.worker.graph.emit;

import static io.headstart.worker.graph.emit.OperatorCase.cast;
import static io.headstart.worker.graph.emit.OperatorCase.list;
import static io.headstart.worker.graph.emit.OperatorCase.of;
import static io.headstart.worker.graph.emit.OperatorCase.one;
import static io.headstart.worker.graph.emit.OperatorCase.with;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.List;

/** Operators that move values or compute shapes. */
final class ShapeCases {
  private ShapeCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    cases.addAll(indices());
    cases.addAll(shapes());
    cases.addAll(shapeArithmetic());
    return cases;
  }

  private static List<OperatorCase> indices() {
    List<OperatorCase> cases = new ArrayList<>();
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

  private static List<OperatorCase> shapes() {
    List<OperatorCase> cases = new ArrayList<>();
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

  private static List<OperatorCase> shapeArithmetic() {
    List<OperatorCase> cases = new ArrayList<>();
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
}
