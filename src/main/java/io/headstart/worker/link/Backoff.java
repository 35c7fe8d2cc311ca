package io.headstart.worker.link;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between tries: doubled each time up to a limit, half of it drawn by chance so that workers
 * that lost the same server do not all come back at the same moment.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 200;

  private final long mostMillis;
  private long next = FIRST_MILLIS;

  Backoff(Duration most) {
    this.mostMillis = most.toMillis();
  }

  /** Sleeps before the next try. */
  void pause() throws InterruptedException {
    long millis = Math.min(next, mostMillis);
    next = Math.min(next * 2, mostMillis);
    Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}
