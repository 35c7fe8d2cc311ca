package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxEdit;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.modelfile.onnx.OnnxNode;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.modelfile.onnx.OnnxValue;
import io.headstart.modelfile.onnx.UnreadableModelFile;
import io.headstart.worker.graph.emit.Emitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be trained is refused with a sentence, and nothing that is uploaded breaks more. */
class RefusedModelsTest {
  private static final List<String> DIMS = List.of("batch", "tokens");

  @TempDir Path folder;

  private static OnnxValue ids(String name) {
    return new OnnxValue(name, ElementType.INT64.code(), DIMS);
  }

  private static OnnxEdit lookup() {
    float[] table = new float[7 * 4];
    return OnnxEdit.empty(13)
        .input(ids("input_ids"))
        .input(ids("attention_mask"))
        .initializer("table", OnnxTensor.ofFloats(new long[] {7, 4}, table))
        .initializer("scale", OnnxTensor.ofFloats(new long[] {4}, 1, 2, 3, 4))
        .node("look", "Gather", List.of("table", "input_ids"), List.of("rows"), Map.of());
  }

  private static OnnxEdit withOutput(OnnxEdit edit, String name) {
    return edit.output(
        new OnnxValue(name, ElementType.FLOAT.code(), List.of("batch", "tokens", "4")));
  }

  private static String refusal(OnnxModel model) {
    return assertThrows(ModelRefused.class, () -> BaseNetwork.of(model)).getMessage();
  }

  @Test
  void theSmallestEncoderIsUnderstood() throws Exception {
    OnnxEdit edit =
        lookup().node("scale", "Mul", List.of("rows", "scale"), List.of("out"), Map.of());
    BaseNetwork network = BaseNetwork.of(withOutput(edit, "out").build());
    assertEquals(32, network.blocks().stream().mapToLong(Block::parameters).sum());
  }

  @Test
  void anOperatorThatIsNotKnownIsNamedWithItsPlace() throws Exception {
    OnnxEdit edit = lookup().node("odd one", "Det", List.of("rows"), List.of("out"), Map.of());
    String message = refusal(withOutput(edit, "out").build());
    assertTrue(message.contains("\"odd one\" (operator Det)"), message);
    assertTrue(message.contains("torch.onnx.export"), message);
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws Exception {
    String sound = refusal(taking(new OnnxValue("samples", 1, List.of("n", "16000"))));
    assertTrue(sound.contains("an encoder of pictures takes [batch, 3, height, width]"), sound);
    String grey = refusal(taking(new OnnxValue("pixels", 1, List.of("n", "1", "224", "224"))));
    assertTrue(grey.contains("[n, 1, 224, 224]"), grey);
    String words = refusal(taking(new OnnxValue("words", 7, List.of("n", "length"))));
    assertTrue(words.contains("takes the inputs [words]"), words);
  }

  private static OnnxModel taking(OnnxValue input) throws Exception {
    OnnxEdit edit =
        OnnxEdit.empty(13)
            .input(input)
            .node("relu", "Relu", List.of(input.name()), List.of("out"), Map.of());
    return withOutput(edit, "out").build();
  }

  @Test
  void anOutputWithoutVectorsIsRefused() throws Exception {
    OnnxEdit edit = lookup();
    edit.output(new OnnxValue("rows", ElementType.FLOAT.code(), null));
    assertTrue(refusal(edit.build()).contains("No output of the model is declared as"));
  }

  @Test
  void aGraphOutOfOrderIsRefused() throws Exception {
    OnnxEdit edit =
        lookup()
            .node("late", "Relu", List.of("later"), List.of("out"), Map.of())
            .node("later", "Relu", List.of("rows"), List.of("later"), Map.of());
    assertTrue(refusal(withOutput(edit, "out").build()).contains("nothing before it gives"));
    OnnxEdit twice =
        lookup()
            .node("a", "Relu", List.of("rows"), List.of("out", "more"), Map.of())
            .node("b", "Relu", List.of("more"), List.of("out"), Map.of());
    assertTrue(refusal(withOutput(twice, "out").build()).contains("is given twice"));
  }

  @Test
  void argumentsOutOfRangeAreRefused() throws Exception {
    BaseNetwork network = BaseNetwork.of(withOutput(lookup(), "rows").build());
    assertThrows(IllegalArgumentException.class, () -> network.withHead(1, "mean", 1, 0));
    assertThrows(IllegalArgumentException.class, () -> network.withHead(2, "max", 1, 0));
    assertThrows(IllegalArgumentException.class, () -> network.withHead(2, "mean", 1, 9));
    TrainableNetwork head = network.withHead(2, "mean", 1, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> head.writeOnnx(folder.resolve("out.onnx"), Map.of(), Map.of()));
  }

  @Test
  void damagedFilesGiveASentenceAndNothingElse() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            Path.of(RefusedModelsTest.class.getResource("/tiny-encoder.onnx").toURI()));
    // Weights are most of the file and can hold anything: aim at what describes the graph.
    int graph = 30_000;
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 1_500; round++) {
      byte[] bytes = whole.clone();
      if (round % 5 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        for (int i = 0; i <= round % 4; i++) {
          bytes[random.nextInt(graph)] = (byte) random.nextInt(256);
        }
      }
      refused += understood(bytes) ? 0 : 1;
    }
    assertTrue(refused > 500, "only " + refused + " were refused: the test damages too little");
  }

  @Test
  void graphsThatMakeNoSenseGiveASentenceAndNothingElse() throws Exception {
    OnnxModel whole =
        OnnxModel.read(Path.of(RefusedModelsTest.class.getResource("/tiny-encoder.onnx").toURI()));
    Random random = new Random(12);
    List<String> operators = List.copyOf(Emitter.operators());
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      List<OnnxNode> nodes = new ArrayList<>(whole.nodes());
      for (int i = 0; i <= round % 3; i++) {
        int at = random.nextInt(nodes.size());
        nodes.set(at, mutated(nodes.get(at), operators, whole.nodes(), random));
      }
      OnnxEdit edit = OnnxEdit.empty(random.nextBoolean() ? 18 : 11);
      whole.initializers().forEach(edit::initializer);
      whole.inputs().forEach(edit::input);
      whole.outputs().forEach(edit::output);
      nodes.forEach(edit::node);
      refused += understood(edit.build()) ? 0 : 1;
    }
    assertTrue(refused > 500, "only " + refused + " were refused: the test changes too little");
  }

  private static OnnxNode mutated(
      OnnxNode node, List<String> operators, List<OnnxNode> all, Random random) {
    String operator = node.operator();
    List<String> inputs = new ArrayList<>(node.inputs());
    Map<String, Object> attributes = new HashMap<>(node.attributes());
    switch (random.nextInt(6)) {
      case 0 -> operator = operators.get(random.nextInt(operators.size()));
      case 1 -> inputs.add(all.get(random.nextInt(all.size())).outputs().get(0));
      case 2 -> inputs.replaceAll(i -> random.nextBoolean() ? "attention_mask" : i);
      case 3 -> inputs.clear();
      case 4 -> attributes.clear();
      default ->
          attributes.replaceAll(
              (name, value) ->
                  random.nextBoolean()
                      ? (Object) (long) (random.nextInt(40) - 20)
                      : OnnxTensor.ofLongs(new long[] {0}));
    }
    return new OnnxNode(node.name(), operator, "", inputs, node.outputs(), attributes, Map.of());
  }

  private static boolean understood(byte[] bytes) throws IOException {
    try {
      return understood(OnnxModel.of(ByteBuffer.wrap(bytes)));
    } catch (UnreadableModelFile e) {
      assertSentence(e);
      return false;
    }
  }

  private static boolean understood(OnnxModel model) {
    try {
      BaseNetwork network = BaseNetwork.of(model);
      network.withHead(2, "mean", 1, network.blocks().size()).parameters();
      return true;
    } catch (ModelRefused e) {
      assertSentence(e);
      return false;
    }
  }

  private static void assertSentence(Exception e) {
    String message = e.getMessage();
    assertTrue(message.length() > 20 && message.contains("."), message);
  }
}
