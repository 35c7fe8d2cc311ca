package io.headstart.worker.train;

/**
 * The learning rate of each step as a share of its peak: rises in a straight line over the warm-up
 * steps, then falls along half a cosine, to reach 0 right behind the last step.
 *
 * <pre>
 * step ≤ warmup: step / warmup
 * step > warmup: (1 + cos(π (step - 1 - warmup) / (steps - warmup))) / 2
 * </pre>
 *
 * @param steps all steps of the run
 * @param warmup steps in which it rises, 0 to {@code steps}
 */
public record RateSchedule(long steps, long warmup) {
  /** The schedule of a run whose rate rises for this share of its steps (0 to 1). */
  public static RateSchedule of(long steps, double warmupShare) {
    return new RateSchedule(steps, Math.min(steps, Math.round(steps * warmupShare)));
  }

  /**
   * Share of the peak.
   *
   * @param step from 1 to the number of steps
   */
  public double share(long step) {
    if (step <= warmup) {
      return (double) step / warmup;
    }
    return (1 + Math.cos(Math.PI * (step - 1 - warmup) / (steps - warmup))) / 2;
  }
}
