package io.headstart.worker.link;

import java.time.Duration;

/** When the control plane last answered, by the monotonic clock. Thread-safe. */
final class Contact {
  private volatile long lastNanos = System.nanoTime();

  private volatile boolean ever;

  void happened() {
    lastNanos = System.nanoTime();
    ever = true;
  }

  /** Whether it ever answered. */
  boolean wasEver() {
    return ever;
  }

  /** How long ago it last answered; since the start of the process before the first answer. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }
}
