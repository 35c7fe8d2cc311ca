package io.headstart.run.errors;

import java.util.List;

/**
 * Whether a run is as often right as it is sure.
 *
 * @param bins those that hold examples, the least certain first
 * @param total number of examples
 */
public record Calibration(List<Bin> bins, long total) {
  /** Bins of equal width between 0 and 1. */
  public static final int BINS = 15;

  /**
   * Examples whose answers are about equally certain.
   *
   * @param number of the bin, from 0; it reaches from number / 15 to (number + 1) / 15
   * @param count number of examples
   * @param certainty mean probability of the answers
   * @param accuracy share of right answers
   */
  public record Bin(int number, long count, double certainty, double accuracy) {
    /** Lower end of the bin. */
    public double from() {
      return (double) number / BINS;
    }

    /** Upper end of the bin. */
    public double to() {
      return (number + 1.0) / BINS;
    }
  }

  /**
   * Expected calibration error: mean distance of certainty and accuracy over the bins, weighted by
   * their examples; 0 to 1, 0 of nothing.
   */
  public double error() {
    return total == 0
        ? 0
        : bins.stream().mapToDouble(bin -> bin.count * Math.abs(bin.certainty - bin.accuracy)).sum()
            / total;
  }

  /** Mean probability of all answers. */
  public double certainty() {
    return total == 0
        ? 0
        : bins.stream().mapToDouble(bin -> bin.count * bin.certainty).sum() / total;
  }

  /** Share of right answers over all. */
  public double accuracy() {
    return total == 0
        ? 0
        : bins.stream().mapToDouble(bin -> bin.count * bin.accuracy).sum() / total;
  }

  /** Radius of a bin's dot in pixels: large where it holds a tenth of the examples or more. */
  public String radius(Bin bin) {
    return 10 * bin.count >= total ? "6" : "3.5";
  }

  /** What it comes to, in a sentence. */
  public String words() {
    double over = certainty() - accuracy();
    if (Math.abs(over) < 0.01) {
      return "On the whole it is as often right as it is sure.";
    }
    return over > 0
        ? "On the whole it is surer than it is right: take its probabilities as too high."
        : "On the whole it is right more often than it is sure.";
  }
}
