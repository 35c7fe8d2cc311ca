package io.headstart.worker.link;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Heartbeat.Directive;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The daemon thread that tells the control plane of this attempt, whatever the work does, and keeps
 * what the server said last. Ends by itself when the attempt has to stop: superseded, cancelled,
 * silent or running for too long; then {@link #ended()} says why and {@code onEnd} is called once.
 */
final class Heartbeats implements AutoCloseable {
  private final ControlPlane controlPlane;
  private final Outbox outbox;
  private final Duration pause;
  private final Duration silence;
  private final Duration longest;
  private final Runnable onEnd;
  private final long began = System.nanoTime();
  private final Object beating = new Object();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Directive directive = Directive.CONTINUE;
  private volatile @Nullable AttemptEnded ended;

  Heartbeats(
      ControlPlane controlPlane,
      Outbox outbox,
      Duration pause,
      Duration silence,
      Duration longest,
      Runnable onEnd) {
    this.controlPlane = controlPlane;
    this.outbox = outbox;
    this.pause = pause;
    this.silence = silence;
    this.longest = longest;
    this.onEnd = onEnd;
    thread = new Thread(this::run, "heartbeat");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  Directive directive() {
    return ended == null ? directive : Directive.CANCEL;
  }

  /** Why the attempt has to stop, or null while it may go on. */
  @Nullable AttemptEnded ended() {
    return ended;
  }

  private void run() {
    try {
      while (!closed) {
        beat();
        stopIfTooLong();
        if (ended != null) {
          onEnd.run();
          return;
        }
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      // Closed: the attempt is over.
      Thread.currentThread().interrupt();
    }
  }

  /** Tells all that waits; stops at the first beat that was not answered. */
  private void beat() throws InterruptedException {
    synchronized (beating) {
      try {
        do {
          Heartbeat batch = outbox.batch();
          Heartbeat.Answer answer = controlPlane.beat(batch);
          // Refused content would be refused for ever: it is dropped, the sign of life goes on.
          outbox.sent(batch);
          if (answer != null) {
            heed(answer.directive());
          }
        } while (outbox.hasMore() && ended == null);
      } catch (IOException e) {
        // Unanswered: the same content goes with the next beat.
      } catch (AttemptEnded e) {
        ended = e;
      }
    }
  }

  /** Takes an answer in, whatever it was given to. */
  void heed(Directive said) {
    if (said == Directive.CANCEL) {
      ended = new AttemptEnded(ExitCode.CANCELLED, "cancelled", "The server asked to cancel.");
    } else if (said != Directive.CONTINUE) {
      directive = said;
    }
  }

  private void stopIfTooLong() {
    if (ended != null) {
      return;
    }
    if (controlPlane.silence().compareTo(silence) > 0) {
      ended =
          new AttemptEnded(
              ExitCode.UNAVAILABLE,
              "silence",
              "The control plane did not answer for " + silence.toSeconds() + " s.");
    } else if (Duration.ofNanos(System.nanoTime() - began).compareTo(longest) > 0) {
      ended =
          new AttemptEnded(
              ExitCode.BAD_INPUT,
              "longest-run",
              "The job took longer than its limit of "
                  + longest.toMinutes()
                  + " min: choose fewer epochs or less data, or ask an admin for a higher limit.");
    }
  }

  /** Tells what is left; gives up after {@code within}. */
  void flush(Duration within) throws InterruptedException {
    Backoff backoff = new Backoff(controlPlane.timings().longestPause());
    long until = System.nanoTime() + within.toNanos();
    while (ended == null && outbox.hasMore()) {
      beat();
      if (outbox.hasMore()) {
        if (System.nanoTime() >= until) {
          return;
        }
        backoff.pause();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
