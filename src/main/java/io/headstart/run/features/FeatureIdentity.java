package io.headstart.run.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headstart.job.StoredObject;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the features of a run's frozen part depend on, as one hash: the weights, how much of them is
 * frozen, the examples, and how they are read. Runs that agree in it may read each other's,
 * whatever else they set.
 */
public final class FeatureIdentity {
  /** To be raised when the worker writes them otherwise, or computes them otherwise. */
  private static final int FORMAT = 1;

  private static final List<String> FILES =
      List.of(
          TrainSpec.MODEL,
          TrainSpec.SOURCE,
          TrainSpec.ROWS,
          TrainSpec.TOKENIZER,
          TrainSpec.PICTURES);

  private FeatureIdentity() {}

  /**
   * The hash of a run that was asked of a worker, 64 hexadecimal digits.
   *
   * @param inputs its inputs by name
   * @return empty when nothing is frozen
   */
  public static Optional<String> of(TrainSpec spec, Map<String, StoredObject> inputs) {
    return of(
        new Reading(spec.frozenBlocks(), spec.pooling(), spec.maxTokens(), spec.pictures()),
        spec.seed(),
        inputs);
  }

  /**
   * How examples go through the frozen part.
   *
   * @param frozenBlocks how many blocks are frozen
   * @param pooling as the base model has it; null for pictures
   * @param maxTokens a longer text is cut there; 0 for pictures
   * @param pictures how pictures are read; null for texts
   */
  public record Reading(
      int frozenBlocks,
      @Nullable String pooling,
      int maxTokens,
      @Nullable PictureSettings pictures) {}

  /**
   * The same of a run that nobody has asked for yet.
   *
   * @param seed of random views
   */
  public static Optional<String> of(Reading reading, long seed, Map<String, StoredObject> inputs) {
    if (reading.frozenBlocks() == 0) {
      return Optional.empty();
    }
    ObjectNode parts = Protocol.json().createObjectNode();
    parts.put("format", FORMAT);
    for (String name : FILES) {
      StoredObject file = inputs.get(name);
      parts.put(name, file == null ? "" : file.sha256());
    }
    parts.put("frozenBlocks", reading.frozenBlocks());
    parts.put("pooling", reading.pooling());
    parts.put("maxTokens", reading.maxTokens());
    PictureSettings pictures = reading.pictures();
    if (pictures != null) {
      parts.put("side", pictures.side());
      parts.set("mean", Protocol.json().valueToTree(pictures.mean()));
      parts.set("scale", Protocol.json().valueToTree(pictures.scale()));
      if (pictures.varies() && pictures.cachedViews() > 1) {
        parts.set("varied", Protocol.json().valueToTree(pictures));
        parts.put("seed", seed);
      }
    }
    try {
      byte[] bytes = parts.toString().getBytes(StandardCharsets.UTF_8);
      return Optional.of(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
