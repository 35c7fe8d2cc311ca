package io.headstart.run;

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

  /** What suits one kind of weights to begin with and not the other. */
  private static final Set<String> DEPTH =
      Set.of(FROZEN_BLOCKS, HEAD_LEARNING_RATE, BODY_LEARNING_RATE, CACHED_VIEWS);

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

  /** The settings of a run that exists. */
  static NewRun of(Run run, long dataset, long version) {
    Map<String, String> fields = new TreeMap<>();
    fields.put(DATASET, Long.toString(dataset));
    fields.put(VERSION, Long.toString(version));
    fields.put(BASE_MODEL, run.baseModel);
    fields.put(FROZEN_BLOCKS, Long.toString(run.frozenBlocks));
    fields.put(HEAD_LEARNING_RATE, Double.toString(run.headLearningRate));
    fields.put(BODY_LEARNING_RATE, Double.toString(run.bodyLearningRate));
    fields.put(EPOCHS, Long.toString(run.epochs));
    fields.put(BATCH_SIZE, Long.toString(run.batchSize));
    fields.put(SEED, Long.toString(run.seed));
    if (run.fromScratch) {
      fields.put(FROM_SCRATCH, "true");
    }
    PictureChoice pictures = PictureChoice.of(run);
    if (run.maxTokens != null) {
      fields.put(MAX_TOKENS, Long.toString(run.maxTokens));
    }
    if (pictures != null) {
      fields.put(SIDE, Integer.toString(pictures.side()));
      fields.put(SMALLEST_CROP, Double.toString(pictures.smallestCrop()));
      fields.put(FLIP, Boolean.toString(pictures.flip()));
      fields.put(COLOUR, Double.toString(pictures.colour()));
      fields.put(CACHED_VIEWS, Integer.toString(pictures.cachedViews()));
    }
    return new NewRun(fields);
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
      @Nullable Integer cachedViews) {}
}
