package io.headstart.worker.tryout;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headstart.worker.task.Inputs;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An exported network in ONNX Runtime: that starts in a fraction of the time that PyTorch takes,
 * and it's what the user downloads. For one thread.
 */
final class Network implements AutoCloseable {
  private static final String OUTPUT = "logits";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "answer-limit");
            thread.setDaemon(true);
            return thread;
          });
  private final OrtSession session;
  private final Duration longest;

  /**
   * Loads a network.
   *
   * @param longest an answer that takes longer is broken off
   */
  Network(Path model, Duration longest) throws IOException {
    this.longest = longest;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Waiting threads give the processor away: others want it between two questions.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new IOException("the run's model can't be loaded: " + e.getMessage(), e);
    }
  }

  /** An answer took too long and was broken off. */
  static final class TookTooLong extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * The logits of one example.
   *
   * @throws TookTooLong when it took longer than it may
   */
  float[] logits(Inputs inputs) throws IOException, TookTooLong {
    Map<String, OnnxTensor> given = new HashMap<>();
    try (OrtSession.RunOptions run = new OrtSession.RunOptions()) {
      for (String name : session.getInputNames()) {
        given.put(name, tensor(inputs.input(name)));
      }
      Future<?> limit =
          clock.schedule(() -> breakOff(run), longest.toMillis(), TimeUnit.MILLISECONDS);
      try (OrtSession.Result answer = session.run(given, run)) {
        return ((float[][]) answer.get(OUTPUT).orElseThrow().getValue())[0];
      } catch (OrtException e) {
        if (limit.isDone()) {
          throw new TookTooLong();
        }
        throw e;
      } finally {
        limit.cancel(false);
      }
    } catch (OrtException e) {
      throw new IOException("the run's model gave no answer: " + e.getMessage(), e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static void breakOff(OrtSession.RunOptions run) {
    try {
      run.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private OnnxTensor tensor(Inputs.Array array) throws OrtException {
    if (array instanceof Inputs.Longs longs) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), longs.shape());
    }
    if (array instanceof Inputs.Floats floats) {
      return OnnxTensor.createTensor(
          environment, FloatBuffer.wrap(floats.values()), floats.shape());
    }
    throw new IllegalStateException("an array of no kind");
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IOException(e);
    }
  }
}
