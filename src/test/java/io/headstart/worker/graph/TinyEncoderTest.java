package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another exporter, opset, set of names and kind of network: see make_tiny_encoder.py. */
class TinyEncoderTest extends EncoderContract {
  private static final int VOCABULARY = 464;

  @Override
  Path file() {
    try {
      return Path.of(TinyEncoderTest.class.getResource("/tiny-encoder.onnx").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  Map<String, Array> examples(BaseNetwork network, long seed) {
    return texts(network, VOCABULARY, seed);
  }

  @Override
  int rankAtCuts() {
    return 3;
  }

  @Test
  void peopleSeeItsStages() throws Exception {
    BaseNetwork network = network();
    assertEquals(
        List.of("lookup", "stage 0", "stage 1", "stage 2"),
        network.blocks().stream().map(Block::name).toList());
    assertEquals(146_624, network.blocks().stream().mapToLong(Block::parameters).sum());
    assertEquals(List.of("input_ids", "attention_mask"), network.inputs());
  }

  @Test
  void anyEnglishTextFallsIntoTokensThatItKnows() throws Exception {
    Path tokenizer =
        Path.of(TinyEncoderTest.class.getResource("/tiny-encoder-tokenizer.json").toURI());
    String text = "Zebras quickly jinxed 1,024 (odd!) foxes; they've bought it @ $9.99.";
    try (HuggingFaceTokenizer loaded = HuggingFaceTokenizer.newInstance(tokenizer)) {
      var encoded = loaded.encode(text);
      assertEquals("[CLS]", encoded.getTokens()[0]);
      assertEquals("[SEP]", encoded.getTokens()[encoded.getTokens().length - 1]);
      assertFalse(List.of(encoded.getTokens()).contains("[UNK]"));
      assertTrue(Arrays.stream(encoded.getIds()).allMatch(id -> id >= 0 && id < VOCABULARY));
    }
  }
}
