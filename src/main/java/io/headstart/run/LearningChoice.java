package io.headstart.run;

import io.headstart.platform.page.Say;

/**
 * What a run is trained for and when it ends before its last epoch, as people choose it.
 *
 * @param patience epochs without a lower validation loss after which it ends; 0: never early
 * @param labelSmoothing share of each target that is spread over all classes alike, 0 to 0.5
 * @param balanced whether an example weighs by how rare its class is
 */
public record LearningChoice(int patience, double labelSmoothing, boolean balanced) {
  /** Trained to the last epoch, for each example alike. */
  public static final LearningChoice PLAIN = new LearningChoice(0, 0, false);

  static LearningChoice of(Run run) {
    return new LearningChoice((int) run.patience, run.labelSmoothing, run.balanced);
  }

  /** When it ends, in words. */
  public String end() {
    return patience == 0
        ? "after the last epoch"
        : "after " + Say.counted(patience, "epoch") + " without progress";
  }

  /** How classes weigh, in words. */
  public String weights() {
    return balanced ? "balanced" : "as they come";
  }
}
