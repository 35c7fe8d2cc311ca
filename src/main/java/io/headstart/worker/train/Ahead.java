package io.headstart.worker.train;

import io.headstart.worker.task.Batch;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.Inputs;
import io.headstart.worker.task.RowsUnusable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the inputs of batches in other threads before a step wants them, in order, a bounded number
 * ahead. What a step sees doesn't depend on how many threads there are.
 */
final class Ahead implements AutoCloseable {
  /** Inputs that may lie ready, unless a single batch has more. */
  private static final long MOST_BYTES = 64L << 20;

  private static final int MOST_THREADS = 8;

  private final Examples examples;
  private final int threads;
  private final ExecutorService makers;
  private long waited;

  Ahead(Examples examples) {
    this.examples = examples;
    this.threads = Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    this.makers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "decoding");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A batch and its inputs.
   *
   * @param batch the batch
   * @param inputs its inputs; {@link Inputs#NONE} when they weren't wanted
   */
  record Ready(Batch batch, Inputs inputs) {}

  /** Batches one after the other. */
  final class Reading {
    private final Iterator<Batch> batches;
    private final boolean wanted;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Deque<Future<Inputs>> futures = new ArrayDeque<>();

    private Reading(List<Batch> batches, boolean wanted) {
      this.batches = batches.iterator();
      this.wanted = wanted;
    }

    /** The next one, or null behind the last. */
    @Nullable Ready next() throws IOException, RowsUnusable {
      fill();
      Batch batch = waiting.poll();
      if (batch == null) {
        return null;
      }
      if (!wanted) {
        return new Ready(batch, Inputs.NONE);
      }
      long began = System.nanoTime();
      Future<Inputs> future = futures.poll();
      Inputs inputs = future == null ? examples.inputs(batch) : made(future);
      waited += System.nanoTime() - began;
      return new Ready(batch, inputs);
    }

    private void fill() {
      while (batches.hasNext() && (waiting.isEmpty() || waiting.size() < mostAhead())) {
        Batch batch = batches.next();
        waiting.add(batch);
        if (wanted && examples.bytes(batch) > 0) {
          futures.add(makers.submit(() -> examples.inputs(batch)));
        }
      }
    }

    private long mostAhead() {
      long bytes = Math.max(1, examples.bytes(waiting.element()));
      return Math.max(1, Math.min(2L * threads, MOST_BYTES / bytes));
    }
  }

  /**
   * Begins to make inputs.
   *
   * @param wanted false when the batches are needed without their inputs
   */
  Reading of(List<Batch> batches, boolean wanted) {
    return new Reading(batches, wanted);
  }

  private static Inputs made(Future<Inputs> future) throws IOException, RowsUnusable {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for data");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RowsUnusable rows) {
        throw rows;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** Seconds that steps waited for their inputs so far. */
  double secondsWaited() {
    return waited / 1e9;
  }

  @Override
  public void close() {
    makers.shutdownNow();
    try {
      // The archive that they read from is closed next.
      if (!makers.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("a picture has been decoded for a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
