package io.headstart.job.live;

import io.headstart.job.JobState;
import io.headstart.job.JobView;
import io.headstart.job.Reason;
import io.headstart.protocol.Heartbeat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page says about where a job is.
 *
 * @param state the state
 * @param reason why it is there, and what it waits for; empty when the state says it all
 * @param phase what its worker does now, {@link Heartbeat.Progress#phase()}, or empty
 * @param count how far that is, or empty
 * @param left how long it still takes, or empty before it was measured
 * @param done units done, for the bar
 * @param total units of the phase, 0 when unknown
 */
public record Told(
    JobState state, String reason, String phase, String count, String left, long done, long total) {
  /** Reasons that tell no more than the state does. */
  private static final Set<String> SAID_BY_STATE =
      Set.of(Reason.STARTED.name(), Reason.COMPLETED.name());

  /**
   * Tells it.
   *
   * @param job the job
   * @param waits what it waits for by the queue, or null
   */
  public static Told of(JobView job, @Nullable String waits) {
    Heartbeat.Progress progress = job.state() == JobState.RUNNING ? job.progress() : null;
    if (progress == null) {
      return new Told(job.state(), reason(job, waits), "", "", "", 0, 0);
    }
    return new Told(
        job.state(),
        reason(job, waits),
        progress.phase(),
        count(progress),
        Eta.of(progress).map(Eta::words).orElse(""),
        progress.done(),
        progress.total());
  }

  /** Each thing once: the state's word stands beside this, and a retry's detail counts attempts. */
  private static String reason(JobView job, @Nullable String waits) {
    if (job.stopRequested() && !job.state().isDone()) {
      return "Stops after this epoch and keeps the best one";
    }
    String detail = job.reasonDetail();
    return switch (job.state()) {
      case QUEUED -> waiting(job, waits == null ? job.waitingDetail() : waits);
      case RUNNING, SUCCEEDED -> {
        String attempt = "Attempt " + job.attempt() + " of " + job.maxAttempts();
        boolean plain = SAID_BY_STATE.contains(job.reasonCode());
        yield plain ? job.attempt() > 1 ? attempt : "" : detail;
      }
      case STARTING, CANCELLING, FAILED, CANCELLED -> detail;
    };
  }

  private static String waiting(JobView job, @Nullable String why) {
    String detail = job.reasonDetail();
    if (why == null || why.equals(detail)) {
      return detail;
    }
    return job.attempt() > 0 ? detail + ". " + why : why;
  }

  private static String count(Heartbeat.Progress progress) {
    String amount =
        progress.total() > 0
            ? String.format(
                Locale.ENGLISH, "%,d of %,d %s", progress.done(), progress.total(), progress.unit())
            : String.format(Locale.ENGLISH, "%,d %s", progress.done(), progress.unit());
    return progress.epochs() > 0 && progress.epoch() > 0
        ? "epoch " + progress.epoch() + " of " + progress.epochs() + ", " + amount
        : amount;
  }
}
