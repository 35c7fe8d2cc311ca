package io.headstart.worker.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Properties in an exported ONNX file: what a program needs to use it without anything else. The
 * run's number is not among them, so that equal runs give equal files.
 */
public final class OnnxMetadata {
  private OnnxMetadata() {}

  /** Properties of a run's model. */
  public static Map<String, String> of(TrainSpec spec) {
    ObjectMapper json = Protocol.json();
    Map<String, Object> preprocess = new LinkedHashMap<>();
    preprocess.put("tokenizer", TrainSpec.TOKENIZER);
    preprocess.put("max_tokens", spec.maxTokens());
    preprocess.put("truncation", "right, special tokens kept");
    preprocess.put("padding", "right, to the longest text of a batch");
    preprocess.put("pooling", spec.pooling());
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put("labels", json.writeValueAsString(spec.classes()));
      metadata.put("preprocess", json.writeValueAsString(preprocess));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    metadata.put("base_model", spec.baseModel());
    metadata.put("base_model_sha256", spec.baseModelSha256());
    TrainSpec.Origin origin = spec.origin();
    if (origin != null) {
      metadata.put("base_model_licence", origin.licence());
      metadata.put("base_model_source", origin.source());
    }
    metadata.put("dataset_sha256", spec.datasetSha256());
    return metadata;
  }
}
