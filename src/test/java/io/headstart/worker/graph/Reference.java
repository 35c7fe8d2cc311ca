package io.headstart.worker.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime, which says what a model file means. */
public final class Reference implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** Loads a model. */
  public Reference(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
    }
  }

  /** First output, row-major. */
  public float[] run(Map<String, Array> inputs) throws OrtException {
    Map<String, OnnxTensorLike> tensors = new LinkedHashMap<>();
    for (var input : inputs.entrySet()) {
      if (session.getInputNames().contains(input.getKey())) {
        tensors.put(input.getKey(), tensor(input.getValue()));
      }
    }
    try (OrtSession.Result result = session.run(tensors)) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    } finally {
      tensors.values().forEach(OnnxTensorLike::close);
    }
  }

  private OnnxTensor tensor(Array array) throws OrtException {
    return array.floats() != null
        ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(array.floats()), array.shape())
        : OnnxTensor.createTensor(environment, LongBuffer.wrap(array.longs()), array.shape());
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
