package io.headstart.worker.export;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What other forms are made of: an archive that {@link ModelArchive} wrote, at whatever time.
 *
 * @param model the ONNX model, its file mapped
 * @param card the model card, Markdown
 * @param metadata properties of the ONNX model, as {@link OnnxMetadata} gave them
 * @param tokenizer {@code tokenizer.json}; missing for pictures
 */
record RunArchive(OnnxModel model, String card, Map<String, String> metadata, JsonNode tokenizer) {
  /**
   * Reads an archive.
   *
   * @param archive its hash verified
   * @param scratch where the model is unpacked; must stay while this is in use
   */
  static RunArchive read(Path archive, Path scratch) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Path file = scratch.resolve(TrainSpec.MODEL);
      try (InputStream in = zip.getInputStream(entry(zip, TrainSpec.MODEL))) {
        Files.copy(in, file);
      }
      OnnxModel model = OnnxModel.read(file);
      return new RunArchive(
          model,
          new String(content(zip, "README.md"), StandardCharsets.UTF_8),
          model.metadata(),
          zip.getEntry(TrainSpec.TOKENIZER) == null
              ? Protocol.json().missingNode()
              : Protocol.json().readTree(content(zip, TrainSpec.TOKENIZER)));
    }
  }

  private static byte[] content(ZipFile zip, String name) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, name))) {
      return in.readAllBytes();
    }
  }

  private static ZipEntry entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("the archive holds no " + name);
    }
    return entry;
  }

  /** Names of the classes in the order of the logits. */
  List<String> labels() throws IOException {
    return Protocol.json()
        .readValue(metadata.getOrDefault("labels", "[]"), new TypeReference<List<String>>() {});
  }

  /** A longer text is cut there; 0 for pictures. */
  int maxTokens() throws IOException {
    return Protocol.json()
        .readTree(metadata.getOrDefault("preprocess", "{}"))
        .path("max_tokens")
        .asInt();
  }
}
