package io.headstart.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that does an attempt.
 *
 * @param pid its id on this machine, or null when it has none or it was never written down
 * @param since its start time, which tells it from a later process with the same id, or null
 */
public record Launched(@Nullable Long pid, @Nullable Instant since) {
  /** Nothing is known of the process. */
  public static final Launched UNKNOWN = new Launched(null, null);

  /**
   * Nothing is known of the process, and nobody starts it any more: where it can be asked for, the
   * answer is believed.
   */
  static final Launched PERHAPS = new Launched(null, Instant.EPOCH);

  /** Whether it is known to have been started. */
  boolean isKnown() {
    return pid != null || since != null;
  }
}
