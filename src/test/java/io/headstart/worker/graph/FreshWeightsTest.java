package io.headstart.worker.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshWeightsTest {
  @TempDir Path folder;

  private BaseNetwork base(String resource) throws Exception {
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    if (!Files.exists(file)) {
      try (InputStream in = FreshWeightsTest.class.getResourceAsStream(resource)) {
        Files.copy(in, file);
      }
    }
    return BaseNetwork.read(file);
  }

  private static Map<String, float[]> weights(TrainableNetwork network) {
    Map<String, float[]> weights = new HashMap<>();
    network.parameters().forEach(p -> weights.put(p.onnxName(), network.initial(p.attribute())));
    return weights;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static boolean all(float[] values, float value) {
    for (float one : values) {
      if (one != value) {
        return false;
      }
    }
    return true;
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherOneOthers() throws Exception {
    BaseNetwork base = base("/tiny-encoder.onnx");
    Map<String, float[]> first = weights(base.fromScratch(2, "mean", 3));
    Map<String, float[]> again = weights(base.fromScratch(2, "mean", 3));
    Map<String, float[]> other = weights(base.fromScratch(2, "mean", 4));
    Map<String, float[]> trained = weights(base.withHead(2, "mean", 3, 0));
    assertEquals(trained.keySet(), first.keySet());
    int matrices = 0;
    for (String name : first.keySet()) {
      assertArrayEquals(first.get(name), again.get(name), name);
      if (!all(first.get(name), first.get(name)[0])) {
        matrices++;
        assertFalse(Arrays.equals(first.get(name), other.get(name)), name);
        boolean head = name.startsWith("headstart.head.");
        assertEquals(head, Arrays.equals(first.get(name), trained.get(name)), name);
      }
    }
    assertTrue(matrices > 5, "drawn: " + matrices);
  }

  @Test
  void nothingIsFrozen() throws Exception {
    TrainableNetwork network = base("/tiny-encoder.onnx").fromScratch(2, "mean", 3);
    assertTrue(network.parameters().stream().noneMatch(Param::frozen));
    BaseNetwork base = base("/tiny-encoder.onnx");
    assertThrows(IllegalArgumentException.class, () -> base.fromScratch(1, "mean", 3));
  }

  @Test
  void everyKindOfParameterOfAnAttentionNetworkIsDrawnAsTheLiteratureSays() throws Exception {
    TrainableNetwork network = base("/all-minilm-l6-v2.onnx").fromScratch(2, "mean", 7);
    int embeddings = 0;
    int scales = 0;
    int biases = 0;
    int matrices = 0;
    for (Param param : network.parameters()) {
      float[] values = network.initial(param.attribute());
      String name = param.onnxName();
      if (param.head()) {
        continue;
      }
      if (param.shape().length == 1) {
        boolean scale = name.endsWith("LayerNorm.weight");
        assertTrue(all(values, scale ? 1 : 0), name);
        scales += scale ? 1 : 0;
        biases += scale ? 0 : 1;
      } else if (name.contains("embeddings")) {
        assertEquals(0.02, deviation(values), 0.001, name);
        embeddings++;
      } else {
        double bound = Math.sqrt(6.0 / (param.shape()[0] + param.shape()[1]));
        assertEquals(bound / Math.sqrt(3), deviation(values), 0.01 * bound, name);
        assertEquals(0, mean(values), 0.01 * bound, name);
        for (float value : values) {
          assertTrue(Math.abs(value) <= bound, name);
        }
        matrices++;
      }
    }
    assertEquals(3, embeddings);
    assertEquals(1 + 2 * 6, scales);
    assertEquals(1 + 6 * 6 + 2 * 6, biases);
    assertEquals(6 * 6, matrices);
  }

  @Test
  void convolutionsAreDrawnByWhatFollowsThem() throws Exception {
    TrainableNetwork network = base("/catalog/mobilenet-v2-coco.onnx").fromScratch(2, null, 7);
    int rectified = 0;
    int plain = 0;
    int branches = 0;
    for (Param param : network.parameters()) {
      long[] shape = param.shape();
      float[] values = network.initial(param.attribute());
      if (param.head() || values.length < 2_000) {
        continue;
      }
      assertEquals(4, shape.length, param.onnxName());
      double in = shape[1] * shape[2] * shape[3];
      double he = Math.sqrt(2 / in);
      double glorot = Math.sqrt(2 / (in + shape[0] * shape[2] * shape[3]));
      double branch = glorot / Math.sqrt(10);
      double is = deviation(values);
      // Blocks 3, 5, 6, 8, 9, 10, 12, 13, 15 and 16 add what they compute to what they were given.
      boolean projects = param.onnxName().endsWith(".project.weight");
      boolean adds = param.onnxName().matches("block\\.(3|5|6|8|9|10|12|13|15|16)\\..*");
      double expected = !projects ? he : adds ? branch : glorot;
      assertEquals(1, is / expected, 0.06, param.onnxName());
      rectified += projects ? 0 : 1;
      plain += projects && !adds ? 1 : 0;
      branches += projects && adds ? 1 : 0;
    }
    assertEquals(10, branches);
    assertTrue(rectified >= 16 && plain >= 5, rectified + " and " + plain);
  }
}
