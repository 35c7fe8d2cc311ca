package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxEdit;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Importer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Blocks of little chains of layers, {@code x = relu(x * kernel + x)}. */
class BlocksTest {
  private static final int WIDTH = 4;

  private final OnnxEdit edit =
      OnnxEdit.empty(13)
          .input(new OnnxValue("input_ids", ElementType.INT64.code(), List.of("b", "t")));
  private String value = "input_ids";
  private int values;

  private BlocksTest table(String name) {
    edit.initializer(name, OnnxTensor.ofFloats(new long[] {9, WIDTH}, new float[9 * WIDTH]));
    return op("Gather", name, value);
  }

  private BlocksTest layer(String kernel) {
    float[] numbers = new float[WIDTH * WIDTH];
    edit.initializer(kernel, OnnxTensor.ofFloats(new long[] {WIDTH, WIDTH}, numbers));
    return sharing(kernel);
  }

  private BlocksTest sharing(String kernel) {
    String before = value;
    return op("MatMul", value, kernel).op("Add", value, before);
  }

  private BlocksTest gain(String name) {
    edit.initializer(name, OnnxTensor.ofFloats(new long[] {WIDTH}, new float[WIDTH]));
    return op("Mul", value, name);
  }

  private BlocksTest op(String operator, String... inputs) {
    String output = "v" + values++;
    edit.node(output, operator, List.of(inputs), List.of(output), Map.of());
    value = output;
    return this;
  }

  private List<Block> blocks() throws Exception {
    edit.output(new OnnxValue(value, ElementType.FLOAT.code(), null));
    Graph graph = new Importer(edit.build()).graph(value);
    return new Blocks(graph, io.headstart.protocol.Modality.TEXT).blocks();
  }

  private static List<String> names(List<Block> blocks) {
    return blocks.stream().map(Block::name).toList();
  }

  @Test
  void numberedModulesAreBlocksAndALastNormBelongsToTheLast() throws Exception {
    List<Block> blocks =
        table("net.lookup.table")
            .layer("net.h.0.a.kernel")
            .layer("net.h.0.b.kernel")
            .layer("net.h.1.a.kernel")
            .gain("net.norm.gain")
            .blocks();
    assertEquals(List.of("lookup", "h 0", "h 1"), names(blocks));
    assertEquals(List.of(36L, 32L, 20L), blocks.stream().map(Block::parameters).toList());
  }

  @Test
  void layersAreFoundByRepetitionWhereNamesTellNothing() throws Exception {
    List<Block> blocks =
        table("a").layer("b").gain("c").layer("d").gain("e").layer("f").gain("g").blocks();
    assertEquals(List.of("a", "layer 0", "layer 1", "layer 2"), names(blocks));
  }

  @Test
  void layersThatShareAWeightCanNotBeParted() throws Exception {
    List<Block> blocks =
        table("lookup.table")
            .layer("h.0.kernel")
            .sharing("h.0.kernel")
            .layer("h.1.kernel")
            .blocks();
    assertEquals(List.of("lookup", "h 0", "h 1"), names(blocks));
    assertEquals(16, blocks.get(1).parameters());
  }

  @Test
  void twoStacksKeepTheirPathsApart() throws Exception {
    List<Block> blocks =
        table("lookup.table").layer("low.h.0.kernel").layer("high.h.0.kernel").blocks();
    assertEquals(List.of("lookup", "low.h.0", "high.h.0"), names(blocks));
  }
}
