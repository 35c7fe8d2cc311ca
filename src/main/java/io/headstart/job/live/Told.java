package io.headstart.job.live;

import io.headstart.job.JobState;
import io.headstart.job.JobView;
import io.headstart.protocol.Heartbeat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a page says about where a job is.
 *
 * @param state the state
 * @param reason why it is there, and what it waits for
 * @param phase what its worker does now, {@link Heartbeat.Progress#phase()}, or empty
 * @param count how far that is, or empty
 * @param left how long it still takes, or empty before it was measured
 * @param done units done, for the bar
 * @param total units of the phase, 0 when unknown
 */
public record Told(
    JobState state, String reason, String phase, String count, String left, long done, long total) {
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

  private static String reason(JobView job, @Nullable String waits) {
    String attempt =
        job.attempt() > 1 || (job.state() == JobState.QUEUED && job.attempt() > 0)
            ? " (attempt "
                + (job.state() == JobState.QUEUED ? job.attempt() + 1 : job.attempt())
                + " of "
                + job.maxAttempts()
                + ")"
            : "";
    String reason = job.reasonDetail() + attempt;
    if (job.state() != JobState.QUEUED) {
      return job.stopRequested() && !job.state().isDone()
          ? "Stops after this epoch and keeps the best one"
          : reason;
    }
    String why = waits == null ? job.waitingDetail() : waits;
    if (why == null) {
      return reason;
    }
    return job.attempt() > 0 ? reason + ". " + why : why;
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
