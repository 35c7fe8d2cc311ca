package io.headstart.job;

import java.time.Duration;
import java.time.Instant;

/**
 * When a waiting job will begin, from durations that were measured.
 *
 * @param from the earliest
 * @param to the latest
 */
public record StartRange(Instant from, Instant to) {
  private static final long HOURS_FROM_MINUTES = 180;

  /** As pages write it: {@code starts in about 6–14 min}. */
  public String words(Instant now) {
    long low = minutes(now, from);
    long high = Math.max(low, minutes(now, to));
    if (high <= 1) {
      return "starts within a minute or so";
    }
    return high < HOURS_FROM_MINUTES
        ? "starts in about " + range(low, high) + " min"
        : "starts in about " + range(low / 60, (high + 59) / 60) + " h";
  }

  /** Whether neither end is further than {@code slack} from the other's. */
  boolean isWithin(Duration slack, StartRange other) {
    return Duration.between(from, other.from).abs().compareTo(slack) <= 0
        && Duration.between(to, other.to).abs().compareTo(slack) <= 0;
  }

  private static long minutes(Instant now, Instant at) {
    return Math.max(0, Math.round(Duration.between(now, at).toSeconds() / 60.0));
  }

  private static String range(long low, long high) {
    return low == high ? Long.toString(low) : low + "–" + high;
  }
}
