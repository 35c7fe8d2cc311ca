package io.headstart.worker.export;

import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.task.Splits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the user downloads: {@code model.onnx}, {@code labels.json}, a model card, for texts {@code
 * tokenizer.json}, for pictures {@code preprocessing.json}, and {@code predict.py}, which needs
 * nothing but these files and three Python packages.
 */
public final class ModelArchive {
  private final TrainSpec spec;
  private final Path model;
  private final @Nullable Path tokenizer;
  private final String modelSha256;
  private final long modelCrc;

  /**
   * Prepares an archive and hashes the model.
   *
   * @param model the trained ONNX file
   * @param tokenizer its {@code tokenizer.json}; null for pictures
   */
  public ModelArchive(TrainSpec spec, Path model, @Nullable Path tokenizer) throws IOException {
    this.spec = spec;
    this.model = model;
    this.tokenizer = tokenizer;
    MessageDigest digest = sha256();
    CRC32 crc = new CRC32();
    try (InputStream in = Files.newInputStream(model)) {
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
        crc.update(chunk, 0, n);
      }
    }
    this.modelSha256 = HexFormat.of().formatHex(digest.digest());
    this.modelCrc = crc.getValue();
  }

  /** Hexadecimal hash of {@code model.onnx}. */
  public String modelSha256() {
    return modelSha256;
  }

  /**
   * Writes the archive.
   *
   * @param examples what it was trained on; the card counts their classes
   */
  public void write(Path archive, TrainResult result, Splits examples) throws IOException {
    try (StoredZip zip = new StoredZip(archive)) {
      zip.put("README.md", text(new ModelCard(spec, result, examples).markdown()));
      zip.put("labels.json", pretty(spec.classes()));
      zip.put("predict.py", predict());
      if (tokenizer != null) {
        zip.put(TrainSpec.TOKENIZER, Files.readAllBytes(tokenizer));
      } else {
        zip.put("preprocessing.json", pretty(OnnxMetadata.preprocessing(spec)));
      }
      zip.put(TrainSpec.MODEL, model, modelCrc);
    }
  }

  private static byte[] pretty(Object value) throws IOException {
    return Protocol.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] predict() throws IOException {
    String kind = spec.modality() == Modality.TEXT ? "texts" : "pictures";
    String resource = "/export/predict-" + kind + ".py";
    try (InputStream in = ModelArchive.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + resource);
      }
      return in.readAllBytes();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
