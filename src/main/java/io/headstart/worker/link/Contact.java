package io.headstart.worker.link;

import java.time.Duration;

/** When the control plane last answered, by the monotonic clock. Thread-safe. */
final class Contact {
  private volatile long lastNanos = System.nanoTime();

  void happened() {
    lastNanos = System.nanoTime();
  }

  /** How long ago it last answered; since the start of the process before the first answer. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }
}
