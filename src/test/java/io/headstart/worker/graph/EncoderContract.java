package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.protocol.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every encoder, whoever exported it. */
abstract class EncoderContract {
  private static final int CLASSES = 3;

  @TempDir Path folder;

  /** File of the encoder. */
  abstract Path file();

  /** Random inputs that the encoder reads, batch first, the same for the same seed. */
  abstract Map<String, Array> examples(BaseNetwork network, long seed);

  /** Dimensions of the tensor at a cut between two blocks. */
  abstract int rankAtCuts();

  BaseNetwork network() throws Exception {
    return BaseNetwork.read(file());
  }

  static Map<String, Array> texts(BaseNetwork network, int vocabulary, long seed) {
    Random random = new Random(seed);
    int batch = 2 + random.nextInt(3);
    int tokens = 4 + random.nextInt(20);
    Map<String, Array> inputs = new LinkedHashMap<>();
    for (String name : network.inputs()) {
      int bound = name.equals("input_ids") ? vocabulary : 2;
      Array array = Array.longs(random, bound, batch, tokens);
      if (name.equals("attention_mask")) {
        for (int i = 0; i < array.longs().length; i++) {
          array.longs()[i] = i % tokens < 2 + i / tokens ? 1 : 0;
        }
      }
      inputs.put(name, array);
    }
    return inputs;
  }

  private static int batch(Map<String, Array> inputs) {
    return (int) inputs.values().iterator().next().shape()[0];
  }

  private static long[] labels(Map<String, Array> inputs) {
    long[] labels = new long[batch(inputs)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES;
    }
    return labels;
  }

  @Test
  void theModuleGivesWhatOnnxRuntimeGives() throws Exception {
    BaseNetwork network = network();
    for (String pooling : List.of("mean", "cls")) {
      TrainableNetwork whole = network.withHead(CLASSES, pooling, 5, 0);
      Path archive = folder.resolve("whole.pt");
      Path onnx = folder.resolve("whole.onnx");
      whole.writeTorchScript(archive);
      whole.writeOnnx(onnx, initial(whole), Map.of());
      try (Reference reference = new Reference(onnx);
          LoadedModule module = new LoadedModule(archive)) {
        for (int seed = 0; seed < 4; seed++) {
          Map<String, Array> inputs = examples(network, seed);
          float[] expected = reference.run(inputs);
          Array actual = module.run("forward", List.copyOf(inputs.values()));
          assertArrayEquals(new long[] {batch(inputs), CLASSES}, actual.shape());
          Differences.assertClose(expected, actual.floats(), 1e-5, pooling + " " + seed);
        }
      }
    }
  }

  @Test
  void theEncoderItselfGivesWhatItsFileGives() throws Exception {
    // The head's mean over one token is that token's vector times the head's weight.
    BaseNetwork network = network();
    TrainableNetwork headOnly = network.withHead(CLASSES, "cls", 5, network.blocks().size());
    Path archive = folder.resolve("head.pt");
    headOnly.writeTorchScript(archive);
    try (Reference reference = new Reference(file());
        LoadedModule module = new LoadedModule(archive)) {
      Map<String, Array> inputs = examples(network, 9);
      Array feature = module.run("forward_prefix", List.copyOf(inputs.values()));
      float[] all = reference.run(inputs);
      int batch = (int) feature.shape()[0];
      int hidden = (int) feature.shape()[1];
      int perExample = all.length / batch;
      float[] first = new float[batch * hidden];
      for (int i = 0; i < batch; i++) {
        System.arraycopy(all, i * perExample, first, i * hidden, hidden);
      }
      Differences.assertClose(first, feature.floats(), 1e-5, "first token");
    }
  }

  @Test
  void everyWeightBelongsToOneBlock() throws Exception {
    BaseNetwork network = network();
    List<String> weights =
        network.blocks().stream().flatMap(block -> block.weights().stream()).toList();
    assertEquals(Set.copyOf(weights).size(), weights.size());
    TrainableNetwork whole = network.withHead(CLASSES, "mean", 1, 0);
    Set<String> body =
        whole.parameters().stream()
            .filter(p -> !p.head())
            .map(Param::onnxName)
            .collect(Collectors.toSet());
    assertEquals(body, Set.copyOf(weights));
    assertTrue(whole.parameters().stream().noneMatch(Param::frozen));
  }

  @Test
  void aCutChangesNothingAndFreezesExactlyWhatIsBelow() throws Exception {
    BaseNetwork network = network();
    int blocks = network.blocks().size();
    for (int frozen = 0; frozen <= blocks; frozen++) {
      TrainableNetwork cut = network.withHead(CLASSES, "mean", 5, frozen);
      Path archive = folder.resolve("cut.pt");
      cut.writeTorchScript(archive);
      Map<String, Array> inputs = examples(network, 20 + frozen);
      List<Array> whole = List.copyOf(inputs.values());
      try (LoadedModule module = new LoadedModule(archive)) {
        assertEquals(cut.parameters().stream().map(Param::attribute).toList(), module.parameters());
        Set<String> still = names(cut, true);
        Set<String> moving = names(cut, false);
        long below =
            network.blocks().subList(0, frozen).stream().mapToInt(b -> b.weights().size()).sum();
        assertEquals(below, still.size());
        if (frozen == 0) {
          assertFalse(cut.featureHasTokens());
          Set<String> moved = module.step("forward", whole, labels(inputs), Set.of(), 0.1f);
          assertEquals(moving, withoutGradientless(moved, moving));
          continue;
        }
        Array feature = module.run("forward_prefix", whole);
        boolean texts = network.modality() == Modality.TEXT;
        assertEquals(frozen < blocks ? rankAtCuts() : 2, feature.shape().length);
        assertEquals(texts && frozen < blocks, cut.featureHasTokens());
        List<Array> rest = new ArrayList<>(List.of(feature));
        cut.suffixInputs().forEach(name -> rest.add(inputs.get(name)));
        assertArrayEquals(
            module.run("forward", whole).floats(), module.run("forward_suffix", rest).floats());
        Map<String, float[]> before = module.values();
        // Nothing is frozen by hand: what the suffix reaches is what may move.
        Set<String> moved = module.step("forward_suffix", rest, labels(inputs), Set.of(), 0.1f);
        assertEquals(moving, withoutGradientless(moved, moving));
        Map<String, float[]> after = module.values();
        still.forEach(name -> assertArrayEquals(before.get(name), after.get(name), name));
      }
    }
  }

  /**
   * The bias of a key shifts all scores of a query alike, which softmax takes back: its gradient is
   * zero but for rounding, so it may be missing.
   */
  private static Set<String> withoutGradientless(Set<String> moved, Set<String> expected) {
    Set<String> all = new LinkedHashSet<>(moved);
    expected.stream().filter(name -> name.endsWith("_key_bias")).forEach(all::add);
    return all;
  }

  private static Set<String> names(TrainableNetwork network, boolean frozen) {
    return network.parameters().stream()
        .filter(p -> p.frozen() == frozen)
        .map(Param::attribute)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<String, float[]> initial(TrainableNetwork network) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Param parameter : network.parameters()) {
      weights.put(parameter.attribute(), network.initial(parameter.attribute()));
    }
    return weights;
  }

  @Test
  void trainedWeightsGoBackIntoTheFile() throws Exception {
    BaseNetwork network = network();
    TrainableNetwork cut = network.withHead(CLASSES, "mean", 5, 1);
    Path archive = folder.resolve("trained.pt");
    Path onnx = folder.resolve("trained.onnx");
    cut.writeTorchScript(archive);
    Map<String, Array> inputs = examples(network, 3);
    List<Array> whole = List.copyOf(inputs.values());
    try (LoadedModule module = new LoadedModule(archive)) {
      float[] untrained = module.run("forward", whole).floats();
      for (int i = 0; i < 3; i++) {
        module.step("forward", whole, labels(inputs), names(cut, true), 0.05f);
      }
      cut.writeOnnx(onnx, module.values(), Map.of("headstart.run", "41"));
      float[] trained = module.run("forward", whole).floats();
      assertFalse(java.util.Arrays.equals(untrained, trained));
      try (Reference reference = new Reference(onnx)) {
        Differences.assertClose(trained, reference.run(inputs), 1e-5, "trained");
      }
    }
    OnnxModel base = OnnxModel.read(file());
    OnnxModel written = OnnxModel.read(onnx);
    assertEquals(base.opset(), written.opset());
    assertEquals(
        base.nodes().stream().map(n -> n.operator() + n.outputs()).toList(),
        written.nodes().stream()
            .limit(base.nodes().size())
            .map(n -> n.operator() + n.outputs())
            .toList());
    Map<String, Boolean> frozen =
        cut.parameters().stream().collect(Collectors.toMap(Param::onnxName, Param::frozen));
    base.initializers()
        .forEach(
            (name, tensor) -> {
              boolean same = tensor.bytes().equals(written.initializers().get(name).bytes());
              boolean mayStay = name.endsWith("key.bias"); // see withoutGradientless
              assertTrue(mayStay || same == frozen.getOrDefault(name, true), name);
            });
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws Exception {
    List<byte[]> archives = new ArrayList<>();
    for (long seed : new long[] {5, 5, 6}) {
      Path archive = folder.resolve("seeded.pt");
      network().withHead(CLASSES, "mean", seed, 1).writeTorchScript(archive);
      archives.add(Files.readAllBytes(archive));
    }
    assertArrayEquals(archives.get(0), archives.get(1));
    assertFalse(java.util.Arrays.equals(archives.get(0), archives.get(2)));
  }

  @Test
  void theFileIsWrittenAsItWasRead() throws Exception {
    Path copy = folder.resolve("copy.onnx");
    OnnxModel.read(file()).write(copy);
    assertEquals(-1, Files.mismatch(file(), copy));
  }
}
