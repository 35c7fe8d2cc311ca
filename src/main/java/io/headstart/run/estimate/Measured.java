package io.headstart.run.estimate;

import java.util.Map;

/**
 * A run that has succeeded, as it was measured.
 *
 * @param run its number
 * @param shape as it was, with the epochs that it really trained
 * @param seconds of each phase, by name
 * @param total seconds from start to end of its work, with what lies between the phases
 * @param peakBytes most memory that its worker held; 0 where that wasn't measured
 */
public record Measured(
    long run, Shape shape, Map<String, Double> seconds, double total, long peakBytes) {
  public Measured {
    seconds = Map.copyOf(seconds);
  }

  private double phase(String name) {
    return seconds.getOrDefault(name, 0.0);
  }

  /** Seconds of one example forward through one block, from the phase that tells it best. */
  private double unit() {
    if (shape.prefix() > 0 && phase("prefix") > 0) {
      return phase("prefix") / shape.prefix();
    }
    return shape.training() == 0 ? 0 : phase("train") / shape.training();
  }

  /** Whether the time of another run can be told from this one, the frozen part's included. */
  boolean tells(Shape other) {
    return other.prefix() == 0 || unit() > 0;
  }

  /**
   * Seconds that another run of the same base model takes by this one. Where as many blocks are
   * open, each phase grows with what it goes through; else by the time of one block.
   *
   * @param size how many times longer one example takes
   */
  double seconds(Shape other, double size) {
    double between = total - seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    double head = phase("head");
    double training = phase("train");
    boolean sameDepth = other.open() == shape.open();
    double prefix = unit() * other.prefix();
    if (other.open() == 0) {
      training = sameDepth ? grown(training, shape.heads(), other.heads()) : 0;
      head = 0;
    } else if (sameDepth) {
      training = grown(training, shape.training(), other.training());
      head = grown(head, shape.all(), other.all());
    } else {
      training = unit() * other.training();
      head = unit() * other.all() * other.open();
    }
    return Math.max(0, between)
        + phase("load")
        + phase("export")
        + size * (prefix + training + head)
        + grown(phase("baseline"), (double) shape.train(), (double) other.train());
  }

  private static double grown(double seconds, double from, double to) {
    return from == 0 ? seconds : seconds * to / from;
  }
}
