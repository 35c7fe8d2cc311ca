package io.headstart.protocol;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a job of kind {@link Protocol#TRAIN}. Counts, not rates: every rate on a page is
 * computed from these or from the {@link Prediction}s.
 *
 * @param bestEpoch the epoch whose weights were kept, by validation loss; from 1
 * @param epochsDone epochs that were trained, fewer than asked for after a stop
 * @param stoppedEarly true when somebody asked to stop
 * @param validation correct answers on the validation split at the best epoch
 * @param test correct answers on the test split
 * @param validationLoss mean cross-entropy on the validation split at the best epoch
 * @param testLoss mean cross-entropy on the test split
 * @param majority the largest training class answered always: on the test split
 * @param withoutTransfer the baseline that is trained from nothing: on the test split
 * @param withoutTransferBy what that baseline is, in words
 * @param parametersTrained number of trained parameters, the head included
 * @param parametersFrozen number of frozen parameters
 * @param prefixExamples how many examples the frozen part was computed for, over all epochs: with
 *     the cache, each example once
 * @param cacheBytes disk taken by cached features; 0 when everything was trained or the cache was
 *     too small
 * @param featuresCached false when the limit made the frozen part be computed again each epoch
 * @param truncated examples whose text was cut at the maximum
 * @param modelSha256 hexadecimal hash of {@code model.onnx} in the archive
 * @param environment what it ran on: engine, versions, device, processors, threads
 * @param seconds of each phase: {@code load}, {@code prefix}, {@code head}, {@code train}, {@code
 *     baseline}, {@code export}
 * @param weightsChanged names of parameters that differ from the base model
 * @param waitedShare share of the time of {@code prefix} and {@code train} in which a step waited
 *     for its data, 0 to 1
 * @param headOnly a linear head on the features of the whole base model as it came, on the test
 *     split; null where the head is all that was trained, where training began from fresh weights,
 *     or where its vectors would have taken too much disk
 * @param outOfPatience true when training ended because validation got no better for as many epochs
 *     as were allowed
 * @param peakBytes most memory that the worker's process held at once; 0 where it can't be told
 * @param testSeen test examples that stand among those which a run before this one learned from;
 *     null where that can't be told, 0 when no run came before
 * @param featuresFrom number of the run whose kept features of the frozen part were used, so that
 *     none were computed; null: they were computed here, or nothing was frozen
 */
public record TrainResult(
    int bestEpoch,
    int epochsDone,
    boolean stoppedEarly,
    Count validation,
    Count test,
    double validationLoss,
    double testLoss,
    Count majority,
    @JsonAlias("bagOfWords") Count withoutTransfer,
    String withoutTransferBy,
    long parametersTrained,
    long parametersFrozen,
    long prefixExamples,
    long cacheBytes,
    boolean featuresCached,
    long truncated,
    String modelSha256,
    Map<String, String> environment,
    Map<String, Double> seconds,
    List<String> weightsChanged,
    double waitedShare,
    @Nullable Count headOnly,
    boolean outOfPatience,
    long peakBytes,
    @Nullable Long testSeen,
    @Nullable Long featuresFrom) {
  /** The baseline of texts. */
  public static final String BAG_OF_WORDS = "bag of words + logistic regression";

  /** The baseline of pictures. */
  public static final String COLOUR_HISTOGRAM = "colour histogram + logistic regression";

  /** The baseline of runs that open blocks. */
  public static final String HEAD_ONLY = "head only";

  /** Results written before there were pictures are about texts. */
  public TrainResult {
    withoutTransferBy = withoutTransferBy == null ? BAG_OF_WORDS : withoutTransferBy;
  }

  /**
   * Right answers out of all.
   *
   * @param correct right ones
   * @param total all
   */
  public record Count(long correct, long total) {
    /** Share of right answers, 0 to 1; 0 of nothing is 0. */
    public double share() {
      return total == 0 ? 0 : (double) correct / total;
    }
  }
}
