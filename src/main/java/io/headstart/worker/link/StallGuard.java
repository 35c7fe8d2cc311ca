package io.headstart.worker.link;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream on which nothing has moved for a while: a read of the HTTP client's stream has no
 * time limit of its own, and a half-open connection would block it for ever.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream in;
  private final long limitNanos;
  private final Thread thread;
  private volatile long movedAt = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream in, Duration limit) {
    this.in = in;
    this.limitNanos = limit.toNanos();
    thread = new Thread(this::watch, "stall-guard");
    thread.setDaemon(true);
    thread.start();
  }

  void moved() {
    movedAt = System.nanoTime();
  }

  boolean stalled() {
    return stalled;
  }

  private void watch() {
    try {
      while (true) {
        long left = limitNanos - (System.nanoTime() - movedAt);
        if (left <= 0) {
          stalled = true;
          in.close();
          return;
        }
        Thread.sleep(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      // The transfer is over.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Closing was all that could be done; the reader sees its own error.
      stalled = true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
