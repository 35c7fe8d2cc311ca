package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.protocol.Modality;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue's encoder of pictures: opset 17, its padding lopsided, real weights. */
class CataloguePictureEncoderTest extends EncoderContract {
  @Override
  Path file() {
    try {
      return Path.of(
          CataloguePictureEncoderTest.class.getResource("/catalog/mobilenet-v2-coco.onnx").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  Map<String, Array> examples(BaseNetwork network, long seed) {
    Random random = new Random(seed);
    int batch = 2 + random.nextInt(2);
    Array pictures =
        Array.floats(random, batch, 3, 32 * (1 + random.nextInt(2)), 32 * (1 + random.nextInt(3)));
    return Map.of(network.inputs().get(0), pictures);
  }

  @Override
  int rankAtCuts() {
    return 4;
  }

  @Test
  void peopleSeeItsNineteenBlocks() throws Exception {
    BaseNetwork network = network();
    assertEquals(Modality.PICTURES, network.modality());
    assertEquals(List.of("image"), network.inputs());
    assertEquals(
        IntStream.range(0, 19).mapToObj(i -> "block " + i).toList(),
        network.blocks().stream().map(Block::name).toList());
    assertEquals(2_206_816, network.blocks().stream().mapToLong(Block::parameters).sum());
    assertEquals(
        List.of(896L, 848L, 4_920L),
        Stream.of(0, 1, 2).map(i -> network.blocks().get(i).parameters()).toList());
  }
}
