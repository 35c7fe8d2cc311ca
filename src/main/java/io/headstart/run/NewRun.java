package io.headstart.run;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for: fields as text, as a form or a JSON object gives them, so that both are
 * validated by the same rules and every fault is told at once.
 *
 * @param fields by name; absent ones take their defaults
 */
public record NewRun(Map<String, String> fields) {
  /** Number of the data set. */
  public static final String DATASET = "dataset";

  /** Number of its version; absent: the newest. */
  public static final String VERSION = "version";

  /** Id of the base model. */
  public static final String BASE_MODEL = "baseModel";

  /** The first this many blocks stay as they are. */
  public static final String FROZEN_BLOCKS = "frozenBlocks";

  /** Peak rate of the head. */
  public static final String HEAD_LEARNING_RATE = "headLearningRate";

  /** Peak rate of the open blocks. */
  public static final String BODY_LEARNING_RATE = "bodyLearningRate";

  /** Passes over the training split. */
  public static final String EPOCHS = "epochs";

  /** Examples per step. */
  public static final String BATCH_SIZE = "batchSize";

  /** Of head, order and dropout. */
  public static final String SEED = "seed";

  /** A longer text is cut there. */
  public static final String MAX_TOKENS = "maxTokens";

  public NewRun {
    fields = Map.copyOf(fields);
  }

  /** The text of a field; empty when it is absent. */
  public String text(String field) {
    String value = fields.get(field);
    return value == null ? "" : value.strip();
  }

  /** The same settings with one field replaced. */
  public NewRun with(String field, Object value) {
    Map<String, String> changed = new TreeMap<>(fields);
    changed.put(field, value.toString());
    return new NewRun(changed);
  }

  /** The settings of a run that exists. */
  static NewRun of(Run run, long dataset, long version) {
    return new NewRun(
        Map.of(
            DATASET, Long.toString(dataset),
            VERSION, Long.toString(version),
            BASE_MODEL, run.baseModel,
            FROZEN_BLOCKS, Long.toString(run.frozenBlocks),
            HEAD_LEARNING_RATE, Double.toString(run.headLearningRate),
            BODY_LEARNING_RATE, Double.toString(run.bodyLearningRate),
            EPOCHS, Long.toString(run.epochs),
            BATCH_SIZE, Long.toString(run.batchSize),
            SEED, Long.toString(run.seed),
            MAX_TOKENS, Long.toString(run.maxTokens)));
  }

  /**
   * The form of the request body of {@code POST …/runs}, for its description.
   *
   * @param dataset number of the data set
   * @param version number of its version; absent: the newest
   * @param baseModel id; absent: the first that fits
   * @param frozenBlocks the first this many blocks stay as they are; absent: all but the last
   * @param headLearningRate 0 to 1; absent: suggested for this depth
   * @param bodyLearningRate 0 to 1; absent: suggested for this depth
   * @param epochs 1 to 100; absent: 3
   * @param batchSize 1 to 256; absent: 16
   * @param seed any whole number; absent: 1
   * @param maxTokens 8 to 512; absent: 128
   */
  @Schema(name = "NewRun")
  public record Body(
      long dataset,
      @Nullable Long version,
      @Nullable String baseModel,
      @Nullable Integer frozenBlocks,
      @Nullable Double headLearningRate,
      @Nullable Double bodyLearningRate,
      @Nullable Integer epochs,
      @Nullable Integer batchSize,
      @Nullable Long seed,
      @Nullable Integer maxTokens) {}
}
