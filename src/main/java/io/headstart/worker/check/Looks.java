package io.headstart.worker.check;

import io.headstart.datafile.PictureArchive;
import io.headstart.datafile.PictureEntry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at all pictures of an archive, two at a time, and hands the looks out in their order. */
final class Looks {
  private static final int THREADS = 2;

  /** A look waits with no more than its thumbnail, so a few ahead cost nothing. */
  private static final int AHEAD = 16;

  private Looks() {}

  /** Takes one look after the other, on the caller's thread. */
  interface Consumer {
    void accept(int index, Look look) throws IOException;
  }

  /**
   * Looks at every picture once.
   *
   * @throws InterruptedIOException when the caller's thread is interrupted
   */
  static void at(PictureArchive archive, Consumer consumer) throws IOException {
    List<PictureEntry> entries = archive.entries();
    ExecutorService decoders =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "decoder");
              thread.setDaemon(true);
              return thread;
            });
    Deque<Future<Look>> ahead = new ArrayDeque<>();
    try {
      int next = 0;
      for (int i = 0; i < entries.size(); i++) {
        for (; next < entries.size() && ahead.size() < AHEAD; next++) {
          PictureEntry entry = entries.get(next);
          ahead.add(decoders.submit(() -> Look.at(archive, entry)));
        }
        consumer.accept(i, ahead.remove().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while pictures were decoded");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof Error failed) {
        throw failed;
      }
      throw new IllegalStateException("A picture's look failed", e.getCause());
    } finally {
      decoders.shutdownNow();
    }
  }
}
