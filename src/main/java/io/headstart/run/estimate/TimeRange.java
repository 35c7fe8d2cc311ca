package io.headstart.run.estimate;

/**
 * How long something will take.
 *
 * @param low seconds, by the fastest run measured
 * @param high seconds, by the slowest
 */
public record TimeRange(double low, double high) {
  private static final double SECONDS_BELOW = 120;
  private static final double MINUTES_BELOW = 120 * 60;

  /** So many of them one after the other. */
  public TimeRange times(int n) {
    return new TimeRange(low * n, high * n);
  }

  /** In words: {@code 50–70 s}, {@code about 4 min}. */
  public String words() {
    if (high < SECONDS_BELOW) {
      return range(Math.max(1, Math.round(low)), Math.max(1, Math.round(high)), "s");
    }
    return high < MINUTES_BELOW
        ? range(Math.max(1, Math.round(low / 60)), Math.round(high / 60), "min")
        : range(Math.max(1, Math.round(low / 3600)), Math.round(high / 3600), "h");
  }

  private static String range(long from, long to, String unit) {
    return (from == to ? "about " + from : from + "–" + to) + " " + unit;
  }
}
