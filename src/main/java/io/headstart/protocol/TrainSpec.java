package io.headstart.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a job of kind {@link Protocol#TRAIN}. Inputs: {@link #MODEL}, {@link #ROWS}, for
 * texts {@link #TOKENIZER}, for pictures {@link #PICTURES}. Objects that it writes: {@link
 * #ARCHIVE}, {@link #PREDICTIONS}, {@link #SERIES}, {@link #LOG}, perhaps {@link #FEATURES}, and a
 * checkpoint after each epoch. Its outcome's result is a {@link TrainResult}.
 *
 * @param run number that people see
 * @param baseModel id of the base model in the catalogue
 * @param baseModelSha256 hexadecimal hash of its ONNX file
 * @param pooling how a rank-3 output becomes one vector: {@code mean} (over the mask) or {@code
 *     cls}; null for pictures
 * @param classes labels in the order of the logits
 * @param dataset name of the data set as people see it
 * @param datasetSha256 hexadecimal hash of the normalised rows
 * @param frozenBlocks the first this many blocks stay as they are; the number of blocks = head only
 * @param headLearningRate peak rate of the new head
 * @param bodyLearningRate peak rate of the unfrozen blocks
 * @param epochs passes over the training split, 1 to 100
 * @param batchSize examples per step, 1 to 256
 * @param seed of head, order and dropout
 * @param maxTokens a longer text is cut there; 0 for pictures
 * @param weightDecay of AdamW, on weights of rank 2 and more
 * @param warmupShare share of the steps in which the rates rise from 0, 0 to 1; then cosine to 0
 * @param clipNorm largest norm of all gradients together
 * @param cacheLimitBytes disk that the features of the frozen part may take
 * @param origin where the base model comes from; null when it isn't known
 * @param pictures how pictures are read; null for texts
 * @param fromScratch true: the base model gives its graph only, and training begins with fresh
 *     weights drawn from the seed; nothing is frozen then. This and what follows is absent where it
 *     has no effect, so that the settings of older runs stay what their checkpoints know.
 * @param patience training ends after this many epochs without a lower validation loss; 0: never
 *     before the last epoch
 * @param labelSmoothing share of the target that is spread over all classes alike, 0 to below 1
 * @param balanced true: in the training loss an example weighs by how rare its class is
 * @param source the finished run whose weights training begins with; null: the base model's own
 * @param features what becomes of the frozen part's features; null: they are of use to this attempt
 *     alone. It changes nothing of what is learned, see {@link #with}.
 */
public record TrainSpec(
    long run,
    String baseModel,
    String baseModelSha256,
    @Nullable String pooling,
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
    @Nullable Origin origin,
    @Nullable PictureSettings pictures,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean fromScratch,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int patience,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double labelSmoothing,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean balanced,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Source source,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Features features) {
  /**
   * Where a base model comes from, for those who use what was made of it.
   *
   * @param licence SPDX identifier, as the catalogue has it
   * @param source in words, with the names that its publisher uses
   */
  public record Origin(String licence, String source) {}

  /**
   * A finished run of the same base model. Its archive is the input {@link #SOURCE}.
   *
   * @param run its number, as people see it
   * @param keepsHead whether its head is taken too; only where both have the same classes in the
   *     same order
   * @param seen number of inputs {@link #seen}: the rows that this run and those before it learned
   *     from, where they are not the very rows of this one
   */
  public record Source(long run, boolean keepsHead, int seen) {}

  /**
   * Features that one run leaves for the next.
   *
   * @param keepUpTo bytes; a smaller file is uploaded as {@link #FEATURES} when it was computed
   *     here
   * @param from number of the run that has left the input {@link #FEATURES}; null: there is none. A
   *     worker that computes on another kind of machine leaves it aside, since the last bits
   *     differ.
   */
  public record Features(long keepUpTo, @Nullable Long from) {}

  /** Input and output: what the frozen part says of each example, as the worker writes it. */
  public static final String FEATURES = "features.bin";

  /** The same but for where features come from and go; null: what decides what is learned. */
  public TrainSpec with(@Nullable Features features) {
    return new TrainSpec(
        run,
        baseModel,
        baseModelSha256,
        pooling,
        classes,
        dataset,
        datasetSha256,
        frozenBlocks,
        headLearningRate,
        bodyLearningRate,
        epochs,
        batchSize,
        seed,
        maxTokens,
        weightDecay,
        warmupShare,
        clipNorm,
        cacheLimitBytes,
        origin,
        pictures,
        fromScratch,
        patience,
        labelSmoothing,
        balanced,
        source,
        features);
  }

  /** Input: the archive of the {@link Source}, of which only {@link #MODEL} is read. */
  public static final String SOURCE = "source.zip";

  /** Input: rows that a run before this one learned from, counted from 1. */
  public static String seen(int number) {
    return "seen-" + number + ".jsonl";
  }

  /** Input: the base model's ONNX file. */
  public static final String MODEL = "model.onnx";

  /** Input: its tokenizer. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Input: the archive that the data set was uploaded as. */
  public static final String PICTURES = "pictures.zip";

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

  /** What it trains on. */
  public Modality modality() {
    return pictures == null ? Modality.TEXT : Modality.PICTURES;
  }
}
