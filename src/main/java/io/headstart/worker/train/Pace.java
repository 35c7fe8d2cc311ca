package io.headstart.worker.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Time per unit of work as the median of the latest measurements, so that one stall tells little.
 */
final class Pace {
  private static final int KEPT = 32;
  private final Deque<Double> latest = new ArrayDeque<>();
  private long started = System.nanoTime();

  /** Forgets everything: another kind of work begins. */
  void reset() {
    latest.clear();
    restart();
  }

  /** Leaves out what happened since the last unit ended. */
  void restart() {
    started = System.nanoTime();
  }

  /** So many units were done since the last call. */
  void done(long units) {
    long now = System.nanoTime();
    if (units > 0) {
      latest.addLast((now - started) / 1e9 / units);
    }
    if (latest.size() > KEPT) {
      latest.removeFirst();
    }
    started = now;
  }

  /** Seconds of one unit, or null before one was measured. */
  @Nullable Double secondsPerUnit() {
    if (latest.isEmpty()) {
      return null;
    }
    double[] sorted = latest.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
