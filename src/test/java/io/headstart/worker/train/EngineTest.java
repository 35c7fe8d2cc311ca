package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.headstart.protocol.Split;
import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.graph.TrainableNetwork;
import io.headstart.worker.task.Batch;
import io.headstart.worker.task.Inputs;
import io.headstart.worker.task.TextExample;
import io.headstart.worker.task.TextInputs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  private static final double RATE = 0.01;
  private static final double DECAY = 0.1;
  private static final Target PLAIN = Target.even(2, 0);
  private final Batch batch =
      Batch.of(
          List.of(
              new TextExample(0, 1, Split.TRAIN, 0, new int[] {2, 120, 130, 140, 3}),
              new TextExample(1, 2, Split.TRAIN, 1, new int[] {2, 150, 3})));
  private final Inputs inputs = new TextInputs(batch, 0);

  @TempDir Path folder;

  /** The head's bias b gets the gradient mean(softmax - truth), so AdamW can be done by hand. */
  @Test
  void aStepIsAdamWWithClippingDoneByHand() throws Exception {
    try (Engine engine = engine(1e-3)) {
      Features features = engine.prefix(inputs);
      float[][] logits = engine.logits(inputs, features);
      float[] before = bias(engine);
      Engine.Step step = engine.step(batch, inputs, features, new AdamW.Rates(RATE, RATE), 1);
      double[] gradient = new double[2];
      for (int i = 0; i < 2; i++) {
        double e = Math.exp(logits[i][1] - logits[i][0]);
        double second = e / (1 + e);
        gradient[0] += (1 - second - (i == 0 ? 1 : 0)) / 2;
        gradient[1] += (second - (i == 1 ? 1 : 0)) / 2;
      }
      assertTrue(step.gradientNorm() > 1e-3);
      for (int k = 0; k < 2; k++) {
        double clipped = gradient[k] * 1e-3 / (step.gradientNorm() + 1e-6);
        double expected = before[k] - RATE * clipped / (Math.abs(clipped) + 1e-8);
        assertEquals(expected, bias(engine)[k], 1e-6);
      }
    }
  }

  @Test
  void decayActsOnMatricesOnly() throws Exception {
    try (Engine engine = engine(1e-30)) {
      Map<String, float[]> before = engine.weights();
      engine.step(batch, inputs, engine.prefix(inputs), new AdamW.Rates(RATE, RATE), 1);
      Map<String, float[]> after = engine.weights();
      // With gradients clipped to nothing, all that moves a weight is its decay.
      before.forEach(
          (name, values) -> {
            for (int i = 0; i < values.length; i += 7) {
              double expected = name.equals(biasName(after)) ? 0 : RATE * DECAY * values[i];
              assertEquals(expected, values[i] - after.get(name)[i], 1e-7);
            }
          });
    }
  }

  @Test
  void prefixAndSuffixGiveWhatTheWholeGives() throws Exception {
    float[][] whole;
    BaseNetwork base = BaseNetwork.read(TinyRun.model());
    try (Engine engine = new Engine(head(base, 0), base.inputs(), folder, DECAY, 1, PLAIN)) {
      whole = engine.logits(inputs, null);
    }
    for (int frozen = 1; frozen <= base.blocks().size(); frozen++) {
      try (Engine engine = new Engine(head(base, frozen), base.inputs(), folder, DECAY, 1, PLAIN)) {
        float[][] parts = engine.logits(inputs, engine.prefix(inputs));
        for (int i = 0; i < 2; i++) {
          assertArrayEquals(whole[i], parts[i], 1e-5f);
        }
      }
    }
  }

  @Test
  void thePyTorchThatRunsOutOfMemoryIsUnderstood() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      EngineException e =
          assertThrows(EngineException.class, () -> manager.zeros(new Shape(1L << 46)));
      assertTrue(Engine.saysOutOfMemory(e), String.valueOf(e.getMessage()));
      EngineException other =
          assertThrows(
              EngineException.class,
              () -> manager.zeros(new Shape(2, 3)).matMul(manager.zeros(new Shape(2, 3))));
      assertFalse(Engine.saysOutOfMemory(other), String.valueOf(other.getMessage()));
    }
  }

  private Engine engine(double clipNorm) throws Exception {
    BaseNetwork base = BaseNetwork.read(TinyRun.model());
    return new Engine(
        head(base, base.blocks().size()), base.inputs(), folder, DECAY, clipNorm, PLAIN);
  }

  private static TrainableNetwork head(BaseNetwork base, int frozen) {
    return base.withHead(2, "mean", 3, frozen);
  }

  private static float[] bias(Engine engine) {
    Map<String, float[]> weights = engine.weights();
    return weights.get(biasName(weights));
  }

  private static String biasName(Map<String, float[]> weights) {
    return weights.entrySet().stream()
        .filter(weight -> weight.getValue().length == 2)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
