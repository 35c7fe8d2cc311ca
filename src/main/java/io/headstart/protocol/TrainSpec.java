package io.headstart.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a job of kind {@link Protocol#TRAIN}, modality text. Inputs: {@link #MODEL}, {@link
 * #TOKENIZER}, {@link #ROWS}. Objects that it writes: {@link #ARCHIVE}, {@link #PREDICTIONS},
 * {@link #SERIES}, {@link #LOG}, and a checkpoint after each epoch. Its outcome's result is a
 * {@link TrainResult}.
 *
 * @param run number that people see
 * @param baseModel id of the base model in the catalogue
 * @param baseModelSha256 hexadecimal hash of its ONNX file
 * @param pooling how a rank-3 output becomes one vector: {@code mean} (over the mask) or {@code
 *     cls}
 * @param classes labels in the order of the logits
 * @param dataset name of the data set as people see it
 * @param datasetSha256 hexadecimal hash of the normalised rows
 * @param frozenBlocks the first this many blocks stay as they are; the number of blocks = head only
 * @param headLearningRate peak rate of the new head
 * @param bodyLearningRate peak rate of the unfrozen blocks
 * @param epochs passes over the training split, 1 to 100
 * @param batchSize examples per step, 1 to 256
 * @param seed of head, order and dropout
 * @param maxTokens a longer text is cut there
 * @param weightDecay of AdamW, on weights of rank 2 and more
 * @param warmupShare share of the steps in which the rates rise from 0, 0 to 1; then cosine to 0
 * @param clipNorm largest norm of all gradients together
 * @param cacheLimitBytes disk that the features of the frozen part may take
 * @param origin where the base model comes from; null when it isn't known
 */
public record TrainSpec(
    long run,
    String baseModel,
    String baseModelSha256,
    String pooling,
    List<String> classes,
    String dataset,
    String datasetSha256,
    int frozenBlocks,
    double headLearningRate,
    double bodyLearningRate,
    int epochs,
    int batchSize,
    long seed,
    int maxTokens,
    double weightDecay,
    double warmupShare,
    double clipNorm,
    long cacheLimitBytes,
    @Nullable Origin origin) {
  /**
   * Where a base model comes from, for those who use what was made of it.
   *
   * @param licence SPDX identifier, as the catalogue has it
   * @param source in words, with the names that its publisher uses
   */
  public record Origin(String licence, String source) {}

  /** Input: the base model's ONNX file. */
  public static final String MODEL = "model.onnx";

  /** Input: its tokenizer. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Input: the data set version's rows, JSON lines of {@link Example}. */
  public static final String ROWS = "rows.jsonl";

  /** Output: what the user downloads, a ZIP. */
  public static final String ARCHIVE = "model.zip";

  /** Output: JSON lines of {@link Prediction}, validation and test. */
  public static final String PREDICTIONS = "predictions.jsonl";

  /** Output: the raw series, JSON lines of {@link Heartbeat.Point}. */
  public static final String SERIES = "series.jsonl";

  /** Output: the whole log. */
  public static final String LOG = "log.txt";
}
