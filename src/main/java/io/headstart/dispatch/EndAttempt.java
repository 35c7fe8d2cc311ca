package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.Ending;
import io.headstart.job.JobFinished;
import io.headstart.job.JobKinds;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobQueued;
import io.headstart.job.JobState;
import io.headstart.job.Reason;
import io.headstart.job.Standing;
import io.headstart.quota.Reservations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts that bring no outcome, and decides what becomes of their jobs: queued again, failed
 * or cancelled. Must be called inside team work; part of the caller's transaction. Whoever comes
 * second changes nothing.
 */
@ApplicationScoped
public class EndAttempt {
  private final JobLifecycle lifecycle;
  private final JobKinds kinds;
  private final Reservations reservations;
  private final RetryPolicy policy;
  private final Event<JobQueued> queued;
  private final Event<JobFinished> finished;

  EndAttempt(
      JobLifecycle lifecycle,
      JobKinds kinds,
      Reservations reservations,
      RetryPolicy policy,
      Event<JobQueued> queued,
      Event<JobFinished> finished) {
    this.lifecycle = lifecycle;
    this.kinds = kinds;
    this.reservations = reservations;
    this.policy = policy;
    this.queued = queued;
    this.finished = finished;
  }

  /**
   * Ends a live attempt.
   *
   * @param standing read under the lock of the same transaction
   * @param cause what happened
   * @return false when it had ended before
   */
  public boolean end(Standing standing, Cause cause) {
    if (!standing.attempt().state().isLive()) {
      return false;
    }
    var attempt = new AttemptRef(standing.job().ref(), standing.attempt().number());
    boolean cancelling = standing.job().state() == JobState.CANCELLING;
    var retryClass = cancelling ? RetryClass.CANCELLED : cause.retryClass();
    var state =
        cancelling
            ? AttemptState.CANCELLED
            : retryClass == RetryClass.LOST ? AttemptState.LOST : AttemptState.FAILED;
    boolean ended =
        lifecycle.end(
            attempt,
            new Ending(
                state,
                retryClass.name(),
                cause.code(),
                cause.sentence(),
                cause.exitCode(),
                cause.gone()));
    if (ended && cause.gone()) {
      reservations.release(attempt.job().id(), attempt.number());
    }
    if (ended && standing.isLatest()) {
      moveJob(standing, attempt, retryClass, cause);
    }
    return ended;
  }

  /** Writes down that the process of an ended attempt is gone, and frees its slots. */
  void gone(AttemptRef attempt) {
    if (lifecycle.gone(attempt)) {
      reservations.release(attempt.job().id(), attempt.number());
    }
  }

  private void moveJob(Standing standing, AttemptRef attempt, RetryClass retryClass, Cause cause) {
    if (standing.job().state() == JobState.CANCELLING) {
      if (lifecycle.cancelled(attempt)) {
        over(standing, JobState.CANCELLED);
      }
      return;
    }
    int ended = lifecycle.endedFor(attempt.job(), retryClass.name());
    var retry = policy.after(retryClass, attempt.number(), ended, standing.job().maxAttempts());
    if (retry.isPresent()) {
      int next = attempt.number() + 1;
      int most = retry.get().maxAttempts();
      var detail =
          switch (retryClass) {
            case PLATFORM -> cause.sentence(); // an admin has to put it right; attempts don't count
            case INFRASTRUCTURE -> nextOf(cause.sentence(), next, most);
            default -> nextOf(retryClass.words(), next, most);
          };
      var reason = retryClass == RetryClass.LOST ? Reason.LOST : Reason.RETRY;
      if (lifecycle.requeue(attempt, reason, detail, retry.get().delay(), most)) {
        queued.fire(new JobQueued(attempt.job()));
      }
    } else if (lifecycle.fail(attempt, reason(retryClass, cause), failure(cause, ended))) {
      over(standing, JobState.FAILED);
    }
  }

  private static String nextOf(String why, int attempt, int most) {
    return "%s, attempt %d of %d".formatted(why, attempt, most);
  }

  private void over(Standing standing, JobState state) {
    kinds.named(standing.job().kind()).endedWithout(standing.job().ref(), state);
    finished.fire(new JobFinished(standing.job().ref(), state));
  }

  private static Reason reason(RetryClass retryClass, Cause cause) {
    return cause.code().equals(Reason.NOT_STARTED.name())
        ? Reason.NOT_STARTED
        : retryClass.reason();
  }

  private static String failure(Cause cause, int ended) {
    return ended > 1
        ? "%s (the last of %d attempts that ended so)".formatted(cause.sentence(), ended)
        : cause.sentence();
  }

  /**
   * What ended an attempt.
   *
   * @param retryClass decides whether the job is tried again
   * @param code why, for machines
   * @param sentence why, for people, without full stop
   * @param exitCode of its process, or null
   * @param gone whether its process is known to be gone
   */
  public record Cause(
      RetryClass retryClass,
      String code,
      String sentence,
      @Nullable Integer exitCode,
      boolean gone) {}
}
