package io.headstart.job.live;

import io.headstart.protocol.Heartbeat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the current phase will take, from units that were measured in it; never a guess before
 * the first one.
 *
 * @param lowSeconds at the measured pace, with a little luck
 * @param highSeconds when the machine has other things to do as well
 */
public record Eta(long lowSeconds, long highSeconds) {
  /** Measured on a machine with two cores: pace of a phase varies by about so much. */
  private static final double FASTER = 0.9;

  private static final double SLOWER = 1.3;

  /** The estimate; empty before a unit was measured or when the number of units is unknown. */
  public static Optional<Eta> of(Heartbeat.@Nullable Progress progress) {
    if (progress == null
        || progress.secondsPerUnit() == null
        || progress.total() <= 0
        || progress.done() >= progress.total()) {
      return Optional.empty();
    }
    double left = (progress.total() - progress.done()) * progress.secondsPerUnit();
    return Optional.of(new Eta((long) (left * FASTER), (long) Math.ceil(left * SLOWER)));
  }

  /** In words, as the live page writes it: {@code about 5–10 s left}. */
  public String words() {
    return highSeconds < 90
        ? "about " + range(roundedUp(lowSeconds), roundedUp(highSeconds)) + " s left"
        : "about " + range(minutes(lowSeconds), minutes(highSeconds)) + " min left";
  }

  private static long roundedUp(long seconds) {
    return (seconds + 4) / 5 * 5;
  }

  private static long minutes(long seconds) {
    return Math.max(1, Math.round(seconds / 60.0));
  }

  private static String range(long low, long high) {
    return low == high ? Long.toString(low) : low + "–" + high;
  }
}
