package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.EndAttempt;
import io.headstart.dispatch.RetryClass;
import io.headstart.dispatch.Superseded;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobLifecycle;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Failure;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes a worker's own word that its attempt can't be done. */
@ApplicationScoped
@InTeam
class FailAttempt {
  private static final int LONGEST = 1_000;

  private final JobLifecycle lifecycle;
  private final EndAttempt ends;

  FailAttempt(JobLifecycle lifecycle, EndAttempt ends) {
    this.lifecycle = lifecycle;
    this.ends = ends;
  }

  /**
   * Ends the attempt; whether the job is tried again is decided by {@link Failure#exit()}.
   *
   * @throws Problem 409 when it is over; 422 for an exit that is no failure
   */
  void fail(AttemptRef attempt, long epoch, Failure failure) {
    if (failure.exit() == ExitCode.DONE || failure.exit() == ExitCode.SUPERSEDED) {
      throw new Problem(422, "no-failure", failure.exit() + " is no failure");
    }
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    Superseded.unlessClaimed(standing, failure.instance());
    if (standing.attempt().epoch() != epoch) {
      throw new Superseded();
    }
    ends.end(
        standing,
        new EndAttempt.Cause(
            RetryClass.of(failure.exit()),
            cut(failure.reason()),
            cut(failure.sentence()),
            failure.exit().code(),
            true));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
