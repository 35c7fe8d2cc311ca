package io.headstart.run.evidence;

/**
 * A 95 % confidence interval.
 *
 * @param low lower end
 * @param high upper end, not below {@code low}
 */
public record Interval(double low, double high) {
  /** Two-sided 95 % point of the standard normal distribution. */
  static final double Z = 1.959963984540054;

  /**
   * Wilson's score interval of a share. Sound for small counts and for shares near 0 and 1, where
   * the textbook interval is too short.
   *
   * @param correct right ones, 0 to {@code total}
   * @param total all; of nothing, everything from 0 to 1 is possible
   */
  public static Interval wilson(long correct, long total) {
    if (total == 0) {
      return new Interval(0, 1);
    }
    double n = total;
    double share = correct / n;
    double centre = share + Z * Z / (2 * n);
    double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    // At the ends the exact limits are 0 and 1; rounding would leave 1e-18 there.
    double low = correct == 0 ? 0 : (centre - half) / scale;
    double high = correct == total ? 1 : (centre + half) / scale;
    return new Interval(low, high);
  }
}
