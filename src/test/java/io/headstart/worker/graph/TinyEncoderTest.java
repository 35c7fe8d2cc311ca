package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another exporter, opset, set of names and kind of network: see make_tiny_encoder.py. */
class TinyEncoderTest extends EncoderContract {
  @Override
  Path file() {
    try {
      return Path.of(TinyEncoderTest.class.getResource("/tiny-encoder.onnx").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  int vocabulary() {
    return 464;
  }

  @Test
  void peopleSeeItsStages() throws Exception {
    TextNetwork network = network();
    assertEquals(
        List.of("lookup", "stage 0", "stage 1", "stage 2"),
        network.blocks().stream().map(Block::name).toList());
    assertEquals(146_624, network.blocks().stream().mapToLong(Block::parameters).sum());
    assertEquals(List.of("input_ids", "attention_mask"), network.inputs());
  }
}
