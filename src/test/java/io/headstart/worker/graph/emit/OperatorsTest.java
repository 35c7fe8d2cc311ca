package io.headstart.worker.graph.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.worker.graph.Array;
import io.headstart.worker.graph.Differences;
import io.headstart.worker.graph.LoadedModule;
import io.headstart.worker.graph.Reference;
import io.headstart.worker.graph.Sketch;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds each operator that is written against ONNX Runtime, on random shapes. */
class OperatorsTest {
  private static final int SHAPES = 4;

  @TempDir Path folder;

  static Stream<OperatorCase> cases() {
    return Stream.concat(ValueCases.all().stream(), ShapeCases.all().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anOperatorGivesWhatOnnxRuntimeGives(OperatorCase operator) throws Exception {
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
    Set<String> tested = new TreeSet<>(cases().map(OperatorCase::name).toList());
    assertEquals(tested, Emitter.operators());
  }
}
