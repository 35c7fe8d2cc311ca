package io.headstart.worker.graph.emit;

import static io.headstart.worker.graph.emit.OperatorCase.list;
import static io.headstart.worker.graph.emit.OperatorCase.of;
import static io.headstart.worker.graph.emit.OperatorCase.with;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators that compute values: functions, arithmetic, layers of networks. */
final class ValueCases {
  private static final Map<String, Object> NONE = Map.of();

  private ValueCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    cases.addAll(functions());
    cases.addAll(arithmetic());
    cases.addAll(networks());
    return cases;
  }

  private static List<OperatorCase> functions() {
    List<OperatorCase> cases = new ArrayList<>();
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
    cases.add(of("Not", s -> s.op("Not", s.bools(s.longs(2, s.dim(), s.dim())))));
    cases.add(of(20, "Gelu", s -> s.op("Gelu", s.floats(s.dim(), s.dim()))));
    cases.add(of(20, "Gelu", s -> s.op("Gelu", with("approximate", "tanh"), s.floats(s.dim()))));
    cases.add(of("Clip", s -> s.op("Clip", s.floats(s.dim(), 3), s.number(-0.5), s.number(1))));
    cases.add(of("Clip", s -> s.op("Clip", s.floats(s.dim(), 3), "", s.number(0.2))));
    cases.add(of(9, "Clip", s -> s.op("Clip", with("min", -0.3f), s.floats(s.dim()))));
    return cases;
  }

  private static List<OperatorCase> arithmetic() {
    List<OperatorCase> cases = new ArrayList<>();
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

  private static List<OperatorCase> networks() {
    List<OperatorCase> cases = new ArrayList<>();
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
}
