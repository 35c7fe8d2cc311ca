package io.headstart.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Keeps a server from calling workers lost for a silence that was its own: after its start, and
 * after a time in which it did not look at all. By the monotonic clock of this process.
 */
@ApplicationScoped
class SweepGrace {
  /** Looks further apart than this mean that the server itself stood still. */
  private static final Duration STALL = Duration.ofSeconds(30);

  private final Duration grace;
  private long lastLook;
  private long until;

  @Inject
  SweepGrace(DispatchConfig config) {
    this(config.grace(), System.nanoTime());
  }

  SweepGrace(Duration grace, long now) {
    this.grace = grace;
    lastLook = now;
    until = now + grace.toNanos();
  }

  /** Called at least with each tick: whether silence may be held against workers now. */
  synchronized boolean isOver() {
    return isOver(System.nanoTime());
  }

  synchronized boolean isOver(long now) {
    if (now - lastLook > STALL.toNanos()) {
      until = now + grace.toNanos();
    }
    lastLook = now;
    return now - until >= 0;
  }
}
