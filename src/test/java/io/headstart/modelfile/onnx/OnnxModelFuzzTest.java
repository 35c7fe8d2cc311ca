package io.headstart.modelfile.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.headstart.modelfile.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/** Whatever bytes are given as a model: it is read and can be written, or is refused. */
class OnnxModelFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void aModelIsReadOrRefused(byte[] content) throws IOException {
    try {
      OnnxModel model = OnnxModel.of(ByteBuffer.wrap(content));
      model.metadata();
      model.nodes().forEach(OnnxNode::attributes);
      SafetensorsFile file = new SafetensorsFile(Map.of("format", "pt"));
      for (Map.Entry<String, OnnxTensor> tensor : model.initializers().entrySet()) {
        if (!tensor.getKey().equals(SafetensorsFile.METADATA)) {
          file.add(tensor.getKey(), tensor.getValue());
        }
        tensor.getValue().floats();
        tensor.getValue().integers();
      }
      file.write(OutputStream.nullOutputStream());
    } catch (UnreadableModelFile refused) {
      if (!String.valueOf(refused.getMessage()).contains(".")) {
        throw new IllegalStateException("no sentence: " + refused.getMessage());
      }
    }
  }
}
