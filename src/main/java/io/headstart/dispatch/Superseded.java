package io.headstart.dispatch;

import io.headstart.job.AttemptState;
import io.headstart.job.JobState;
import io.headstart.job.Standing;
import io.headstart.platform.problem.Problem;

/**
 * 409: the attempt has ended, a later one is at work, or another process has claimed it. The worker
 * that is told so ends at once with {@link io.headstart.protocol.ExitCode#SUPERSEDED}.
 */
public class Superseded extends Problem {
  private static final long serialVersionUID = 1;

  /** The one form of it: who is told needs no details. */
  public Superseded() {
    super(409, "attempt-superseded", "This attempt is over, or another process has claimed it");
  }

  /** Throws unless the attempt is the job's latest and is being done, for whatever purpose. */
  public static void unlessClaimed(Standing standing, String instance) {
    if (!standing.isLatest()
        || standing.attempt().state() != AttemptState.RUNNING
        || !instance.equals(standing.attempt().instance())) {
      throw new Superseded();
    }
  }

  /** Throws unless that and the job is RUNNING: nothing is taken in while it is cancelled. */
  public static void unlessRunning(Standing standing, String instance) {
    unlessClaimed(standing, instance);
    if (standing.job().state() != JobState.RUNNING) {
      throw new Superseded();
    }
  }
}
