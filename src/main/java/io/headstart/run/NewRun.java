package io.headstart.run;

import io.headstart.platform.page.Say;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
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

  /** Whether training begins with fresh weights in the base model's graph. */
  public static final String FROM_SCRATCH = "fromScratch";

  /** Pixels of a picture's side. */
  public static final String SIDE = "side";

  /** Smallest share of a training picture's area that a random part of it has. */
  public static final String SMALLEST_CROP = "smallestCrop";

  /** Whether training pictures are mirrored at random. */
  public static final String FLIP = "flip";

  /** Largest relative change of a training picture's colours. */
  public static final String COLOUR = "colour";

  /** Views of each training picture that are kept where blocks are frozen. */
  public static final String CACHED_VIEWS = "cachedViews";

  /** Epochs without progress on validation after which training ends; 0: never early. */
  public static final String PATIENCE = "patience";

  /** Share of each target that is spread over all classes alike. */
  public static final String LABEL_SMOOTHING = "labelSmoothing";

  /** Whether rare classes weigh more. */
  public static final String BALANCED = "balanced";

  /** Number of the finished run whose weights training begins with. */
  public static final String SOURCE_RUN = "sourceRun";

  /** Whether that run's head is taken over too. */
  public static final String KEEP_HEAD = "keepHead";

  /** How many runs, each with the next seed. */
  public static final String SEEDS = "seeds";

  /** Which of the team's runs goes first. */
  public static final String PRIORITY = "priority";

  /** All of them. */
  static final Set<String> ALL =
      Set.of(
          DATASET,
          VERSION,
          BASE_MODEL,
          FROM_SCRATCH,
          FROZEN_BLOCKS,
          HEAD_LEARNING_RATE,
          BODY_LEARNING_RATE,
          EPOCHS,
          BATCH_SIZE,
          SEED,
          MAX_TOKENS,
          SIDE,
          SMALLEST_CROP,
          FLIP,
          COLOUR,
          CACHED_VIEWS,
          PATIENCE,
          LABEL_SMOOTHING,
          BALANCED,
          SOURCE_RUN,
          KEEP_HEAD,
          SEEDS,
          PRIORITY);

  /** What suits one kind of weights to begin with and not the other. */
  private static final Set<String> DEPTH =
      Set.of(
          FROZEN_BLOCKS,
          HEAD_LEARNING_RATE,
          BODY_LEARNING_RATE,
          CACHED_VIEWS,
          SOURCE_RUN,
          KEEP_HEAD);

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

  /** The weights that training begins with. */
  enum Weights {
    /** Those of the base model. */
    PRE_TRAINED,
    /** Fresh ones, drawn from the seed. */
    FRESH
  }

  /** Whether fresh weights are asked for. */
  boolean isFromScratch() {
    return text(FROM_SCRATCH).equals("true");
  }

  /**
   * The same settings with these weights to begin with. Where that is a change, the depth of
   * freezing and the rates, which suited the other ones, are left to their defaults.
   */
  NewRun beginning(Weights weights) {
    if (isFromScratch() == (weights == Weights.FRESH)) {
      return this;
    }
    Map<String, String> changed = new TreeMap<>(fields);
    changed.keySet().removeAll(DEPTH);
    changed.put(FROM_SCRATCH, Boolean.toString(weights == Weights.FRESH));
    return new NewRun(changed);
  }

  /**
   * The settings of a run that exists, with its own seed alone.
   *
   * @param dataset number of what it learned from
   * @param version number of its version
   * @param source number of the run that it began with, or null
   */
  static NewRun of(Run run, long dataset, long version, @Nullable Long source) {
    Map<String, String> fields = new TreeMap<>();
    fields.put(DATASET, Long.toString(dataset));
    fields.put(VERSION, Long.toString(version));
    fields.put(BASE_MODEL, run.baseModel);
    fields.put(FROZEN_BLOCKS, Long.toString(run.frozenBlocks));
    fields.put(HEAD_LEARNING_RATE, written(run.headLearningRate));
    fields.put(BODY_LEARNING_RATE, written(run.bodyLearningRate));
    fields.put(EPOCHS, Long.toString(run.epochs));
    fields.put(BATCH_SIZE, Long.toString(run.batchSize));
    fields.put(SEED, Long.toString(run.seed));
    if (run.fromScratch) {
      fields.put(FROM_SCRATCH, "true");
    }
    fields.put(PATIENCE, Long.toString(run.patience));
    fields.put(LABEL_SMOOTHING, plain(run.labelSmoothing));
    fields.put(BALANCED, Boolean.toString(run.balanced));
    if (source != null) {
      fields.put(SOURCE_RUN, source.toString());
      fields.put(KEEP_HEAD, Boolean.toString(Boolean.TRUE.equals(run.keepsHead)));
    }
    PictureChoice pictures = PictureChoice.of(run);
    if (run.maxTokens != null) {
      fields.put(MAX_TOKENS, Long.toString(run.maxTokens));
    }
    if (pictures != null) {
      fields.put(SIDE, Integer.toString(pictures.side()));
      fields.put(SMALLEST_CROP, plain(pictures.smallestCrop()));
      fields.put(FLIP, Boolean.toString(pictures.flip()));
      fields.put(COLOUR, plain(pictures.colour()));
      fields.put(CACHED_VIEWS, Integer.toString(pictures.cachedViews()));
    }
    return new NewRun(fields);
  }

  /** A rate as pages write it, where that is the whole of it; else all its digits. */
  private static String written(double rate) {
    String two = Say.rate(rate);
    return Double.parseDouble(two) == rate ? two : Double.toString(rate);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * The form of the request body of {@code POST …/runs}, for its description.
   *
   * @param dataset number of the data set
   * @param version number of its version; absent: the newest
   * @param baseModel id; absent: the first that fits
   * @param fromScratch true: the same graph with fresh weights, drawn from the seed, as a baseline
   *     for runs that transfer; absent: false
   * @param frozenBlocks the first this many blocks stay as they are; absent: all but the last, of
   *     pictures all; from scratch nothing can be frozen, absent: 0
   * @param headLearningRate 0 to 1; absent: suggested for this depth
   * @param bodyLearningRate 0 to 1; absent: suggested for this depth
   * @param epochs 1 to 100; absent: 3
   * @param batchSize 1 to 256; absent: 16
   * @param seed any whole number; absent: 1
   * @param maxTokens of texts: 8 to 512; absent: 128
   * @param side of pictures: one of the base model's sides; absent: its own
   * @param smallestCrop of pictures: 0.05 to 1; absent: 1, the whole picture
   * @param flip of pictures: absent: false
   * @param colour of pictures: 0 to 0.5; absent: 0
   * @param cachedViews of pictures where blocks are frozen: 1 to 20; absent: 1
   * @param patience training ends after this many epochs without a lower validation loss, 0 to 100;
   *     absent: 0, never early
   * @param labelSmoothing share of each target that is spread over all classes alike, 0 to 0.5;
   *     absent: 0
   * @param balanced true: in the training loss an example weighs by how rare its class is; absent:
   *     false
   * @param sourceRun number of a run of the same base model that has succeeded: training begins
   *     with its weights; absent: with the base model's
   * @param keepHead whether that run's head is taken over too, which needs the same labels; absent:
   *     true where the labels are the same
   * @param seeds 1 to 10: so many runs at once, with the seed and those that follow it; absent: 1
   * @param priority low, normal or high: which of the team's own waiting runs goes first; absent:
   *     normal
   */
  @Schema(name = "NewRun")
  public record Body(
      long dataset,
      @Nullable Long version,
      @Nullable String baseModel,
      @Nullable Boolean fromScratch,
      @Nullable Integer frozenBlocks,
      @Nullable Double headLearningRate,
      @Nullable Double bodyLearningRate,
      @Nullable Integer epochs,
      @Nullable Integer batchSize,
      @Nullable Long seed,
      @Nullable Integer maxTokens,
      @Nullable Integer side,
      @Nullable Double smallestCrop,
      @Nullable Boolean flip,
      @Nullable Double colour,
      @Nullable Integer cachedViews,
      @Nullable Integer patience,
      @Nullable Double labelSmoothing,
      @Nullable Boolean balanced,
      @Nullable Long sourceRun,
      @Nullable Boolean keepHead,
      @Nullable Integer seeds,
      @Nullable Priority priority) {}
}
