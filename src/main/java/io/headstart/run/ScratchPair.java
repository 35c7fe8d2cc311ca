package io.headstart.run;

import io.headstart.run.evidence.PairedCounts;
import io.headstart.run.evidence.Verdict;
import java.util.Objects;

/**
 * A run and the newest one from scratch on the same version and base model, on the test split.
 *
 * @param scratch number of the run from scratch
 * @param settings what it was asked for
 * @param counts the run that transferred first, the one from scratch second
 */
record ScratchPair(long scratch, RunView.Settings settings, PairedCounts counts) {
  /** Whether transfer helped, against it. */
  Verdict verdict() {
    return Verdict.of(
        counts, "run " + scratch + ", the same network from scratch", Verdict.Way.FRESH_WEIGHTS);
  }

  /** Whether it had the same length, order and input, so that only the weights began otherwise. */
  boolean isLike(RunView.Settings other) {
    return settings.epochs() == other.epochs()
        && settings.batchSize() == other.batchSize()
        && settings.seed() == other.seed()
        && Objects.equals(settings.maxTokens(), other.maxTokens())
        && Objects.equals(settings.side(), other.side());
  }
}
