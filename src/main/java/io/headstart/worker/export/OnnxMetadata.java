package io.headstart.worker.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headstart.protocol.PictureSettings;
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

  /** How an input becomes what the model takes, as {@code predict.py} reads it. */
  static Map<String, Object> preprocessing(TrainSpec spec) {
    Map<String, Object> how = new LinkedHashMap<>();
    PictureSettings pictures = spec.pictures();
    if (pictures == null) {
      how.put("tokenizer", TrainSpec.TOKENIZER);
      how.put("max_tokens", spec.maxTokens());
      how.put("truncation", "right, special tokens kept");
      how.put("padding", "right, to the longest text of a batch");
      how.put("pooling", spec.pooling());
    } else {
      how.put("colours", "red, green, blue from 0 to 255; what is transparent becomes white");
      how.put("side", pictures.side());
      how.put("resize", "shorter side to side, by a triangle filter, rows first; see predict.py");
      how.put("crop", "the middle square");
      how.put("mean", pictures.mean());
      how.put("scale", pictures.scale());
      how.put("normalise", "(value - mean) / scale");
      how.put("layout", "float32 [batch, 3, side, side]");
    }
    return how;
  }

  private static String beginning(TrainSpec spec) {
    if (spec.source() != null) {
      return "those of an earlier run";
    }
    return spec.fromScratch() ? "fresh" : "the base model's";
  }

  /** Properties of a run's model. */
  public static Map<String, String> of(TrainSpec spec) {
    ObjectMapper json = Protocol.json();
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put("labels", json.writeValueAsString(spec.classes()));
      metadata.put("preprocess", json.writeValueAsString(preprocessing(spec)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    metadata.put("base_model", spec.baseModel());
    metadata.put("weights_at_the_beginning", beginning(spec));
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
