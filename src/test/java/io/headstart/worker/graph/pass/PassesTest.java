package io.headstart.worker.graph.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.worker.graph.Array;
import io.headstart.worker.graph.Differences;
import io.headstart.worker.graph.LoadedModule;
import io.headstart.worker.graph.Reference;
import io.headstart.worker.graph.Sketch;
import io.headstart.worker.graph.emit.Emitter;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import io.headstart.worker.graph.ir.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each spelling of a pattern is found, and what replaces it gives the same values. */
class PassesTest {
  private static final Map<String, Object> LAST = Map.of("axes", new long[] {-1});

  @TempDir Path folder;

  private record Spelling(String name, String becomes, Function<Sketch, String> drawing) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Spelling> found() {
    List<Spelling> all = new ArrayList<>();
    all.addAll(gelus());
    all.addAll(norms());
    all.addAll(linears());
    all.addAll(attentions());
    return all.stream();
  }

  private static Spelling gelu(String name, Function<Sketch, String> drawing) {
    return new Spelling("gelu, " + name, "Gelu", drawing);
  }

  private static String errorFunction(Sketch s, String x) {
    return s.op("Add", s.op("Erf", s.op("Div", x, s.number(Math.sqrt(2)))), s.number(1));
  }

  private static List<Spelling> gelus() {
    Function<Sketch, String> x = s -> s.floats(s.dim(), 4);
    return List.of(
        gelu(
            "x * (1 + erf) * 0.5",
            s -> {
              String v = x.apply(s);
              return s.op("Mul", s.op("Mul", v, errorFunction(s, v)), s.number(0.5));
            }),
        gelu(
            "(0.5 * x) * (1 + erf)",
            s -> {
              String v = x.apply(s);
              return s.op("Mul", s.op("Mul", s.number(0.5), v), errorFunction(s, v));
            }),
        gelu(
            "x * (0.5 * (1 + erf)), erf of a product",
            s -> {
              String v = x.apply(s);
              String erf = s.op("Erf", s.op("Mul", s.number(Math.sqrt(0.5)), v));
              String half = s.op("Mul", s.number(0.5), s.op("Add", s.number(1), erf));
              return s.op("Mul", v, half);
            }),
        gelu(
            "tanh with Pow",
            s -> {
              String v = x.apply(s);
              String cube = s.op("Mul", s.number(0.044715), s.op("Pow", v, s.number(3)));
              String inner = s.op("Mul", s.number(0.7978845608), s.op("Add", v, cube));
              String curve = s.op("Add", s.number(1), s.op("Tanh", inner));
              return s.op("Mul", s.op("Mul", s.number(0.5), v), curve);
            }),
        gelu(
            "tanh with products, factored",
            s -> {
              String v = x.apply(s);
              String square = s.op("Mul", s.op("Mul", v, v), s.number(0.044715));
              String inner = s.op("Mul", v, s.op("Add", square, s.number(1)));
              String curve = s.op("Tanh", s.op("Mul", inner, s.number(0.7978845608)));
              return s.op("Div", s.op("Mul", v, s.op("Add", curve, s.number(1))), s.number(2));
            }));
  }

  private static List<Spelling> norms() {
    return List.of(
        new Spelling(
            "norm with Pow and axes as attribute", "LayerNormalization", s -> norm(s, true)),
        new Spelling("norm with a product, bias first", "LayerNormalization", s -> norm(s, false)));
  }

  private static String norm(Sketch s, boolean pow) {
    String x = s.floats(2, s.dim(), 6);
    String d = s.op("Sub", x, s.op("ReduceMean", LAST, x));
    String square = pow ? s.op("Pow", d, s.number(2)) : s.op("Mul", d, d);
    String variance = s.op("ReduceMean", LAST, square);
    String root = s.op("Sqrt", s.op("Add", variance, s.number(1e-5)));
    String scaled = s.op("Mul", s.op("Div", d, root), s.weight(6));
    return pow ? s.op("Add", scaled, s.weight(6)) : s.op("Add", s.weight(6), scaled);
  }

  private static List<Spelling> linears() {
    return List.of(
        new Spelling(
            "linear",
            Node.LINEAR,
            s -> s.op("Add", s.op("MatMul", s.floats(2, s.dim(), 4), s.weight(4, 3)), s.weight(3))),
        new Spelling(
            "linear, weight transposed, bias first",
            Node.LINEAR,
            s -> {
              String weight = s.op("Transpose", Map.of("perm", new long[] {1, 0}), s.weight(3, 4));
              return s.op("Add", s.weight(3), s.op("MatMul", s.floats(s.dim(), 4), weight));
            }));
  }

  private static List<Spelling> attentions() {
    return List.of(
        new Spelling("attention", Node.ATTENTION, s -> attention(s, "", false)),
        new Spelling("attention, divided, masked", Node.ATTENTION, s -> attention(s, "Div", true)),
        new Spelling("attention, times", Node.ATTENTION, s -> attention(s, "Mul", false)));
  }

  private static String attention(Sketch s, String scale, boolean masked) {
    int tokens = s.dim();
    String query = s.floats(2, 3, tokens, 4);
    String key =
        s.op("Transpose", Map.of("perm", new long[] {0, 1, 3, 2}), s.floats(2, 3, tokens, 4));
    String scores = s.op("MatMul", query, key);
    if (!scale.isEmpty()) {
      scores = s.op(scale, scores, s.number(2));
    }
    if (masked) {
      scores = s.op("Add", s.floats(2, 1, 1, tokens), scores);
    }
    String softmax = s.op("Softmax", Map.of("axis", -1L), scores);
    return s.op("MatMul", softmax, s.floats(2, 3, tokens, 4));
  }

  static Stream<Spelling> left() {
    return Stream.of(
        gelu(
            "wrong factor",
            s -> {
              String v = s.floats(s.dim(), 4);
              return s.op("Mul", s.op("Mul", v, errorFunction(s, v)), s.number(0.6));
            }),
        gelu(
            "of another value",
            s -> {
              String v = s.floats(3, 4);
              String other = s.floats(3, 4);
              return s.op("Mul", s.op("Mul", v, errorFunction(s, other)), s.number(0.5));
            }),
        new Spelling(
            "norm over another axis",
            "LayerNormalization",
            s -> {
              Map<String, Object> axis = Map.of("axes", new long[] {1});
              String x = s.floats(2, 6, 6);
              String d = s.op("Sub", x, s.op("ReduceMean", axis, x));
              String variance = s.op("ReduceMean", axis, s.op("Mul", d, d));
              String root = s.op("Sqrt", s.op("Add", variance, s.number(1e-5)));
              return s.op("Add", s.op("Mul", s.op("Div", d, root), s.weight(6)), s.weight(6));
            }),
        new Spelling(
            "attention over another axis",
            Node.ATTENTION,
            s -> {
              String scores = s.op("MatMul", s.floats(2, 4, 4), s.floats(2, 4, 4));
              String softmax = s.op("Softmax", Map.of("axis", 1L), scores);
              return s.op("MatMul", softmax, s.floats(2, 4, 4));
            }));
  }

  @ParameterizedTest
  @MethodSource("found")
  void aSpellingIsFoundAndGivesTheSame(Spelling spelling) throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      Graph graph = compare(spelling, seed);
      long replaced = graph.nodes().stream().filter(n -> n.is(spelling.becomes())).count();
      assertEquals(1, replaced, spelling + ": " + graph.nodes());
    }
  }

  @ParameterizedTest
  @MethodSource("left")
  void whatOnlyLooksSimilarIsLeftAlone(Spelling spelling) throws Exception {
    Graph graph = compare(spelling, 1);
    assertFalse(graph.nodes().stream().anyMatch(n -> n.is(spelling.becomes())), spelling.name());
  }

  private Graph compare(Spelling spelling, int seed) throws Exception {
    Sketch sketch = new Sketch(13, seed);
    OnnxModel model = sketch.end(spelling.drawing().apply(sketch));
    Path onnx = folder.resolve(seed + ".onnx");
    Path archive = folder.resolve(seed + ".pt");
    model.write(onnx);
    Graph graph = Pass.all(new Importer(model).graph("end"));
    Emitter emitter = new Emitter(graph);
    emitter.method("forward", graph.inputs(), graph.output());
    emitter.write(archive, attribute -> true);
    List<Array> inputs = graph.inputs().stream().map(sketch.inputs()::get).toList();
    try (Reference reference = new Reference(onnx);
        LoadedModule module = new LoadedModule(archive)) {
      float[] expected = reference.run(sketch.inputs());
      float[] actual = module.run("forward", inputs).floats();
      Differences.assertClose(expected, actual, 1e-5, spelling + ", shapes " + seed);
    }
    return graph;
  }
}
