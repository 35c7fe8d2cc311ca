package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.DispatchConfig;
import io.headstart.dispatch.Superseded;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.Checkpoints;
import io.headstart.job.JobKinds;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobState;
import io.headstart.job.Standing;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Start;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets the first process claim an attempt, and says what is to be done. */
@ApplicationScoped
@InTeam
class StartAttempt {
  private final JobLifecycle lifecycle;
  private final JobKinds kinds;
  private final Checkpoints checkpoints;
  private final SpecWriter specs;
  private final DispatchConfig config;

  StartAttempt(
      JobLifecycle lifecycle,
      JobKinds kinds,
      Checkpoints checkpoints,
      SpecWriter specs,
      DispatchConfig config) {
    this.lifecycle = lifecycle;
    this.kinds = kinds;
    this.checkpoints = checkpoints;
    this.specs = specs;
    this.config = config;
  }

  /**
   * Claims it; the same process again is answered alike.
   *
   * @throws Problem 409 for every other one; 422 {@code protocol-version} for a worker of another
   *     protocol
   */
  JobSpec start(AttemptRef attempt, long epoch, Start start) {
    if (start.protocol() > Protocol.VERSION || start.protocol() < Protocol.VERSION - 1) {
      throw new Problem(
          422,
          "protocol-version",
          "This server speaks version %d of the worker's protocol, not %d"
              .formatted(Protocol.VERSION, start.protocol()));
    }
    var standing = standing(attempt, epoch);
    if (standing.attempt().state() == AttemptState.CREATED
        && standing.job().state() == JobState.STARTING) {
      if (!lifecycle.claim(
          attempt, start.instance(), start.host(), start.device(), config.lease())) {
        throw new Superseded();
      }
    } else {
      Superseded.unlessRunning(standing, start.instance());
    }
    return spec(attempt, standing);
  }

  /** What is to be done, with fresh addresses. */
  JobSpec spec(AttemptRef attempt, long epoch) {
    var standing = standing(attempt, epoch);
    if (!standing.isLatest()
        || standing.attempt().state() != AttemptState.RUNNING
        || standing.job().state() != JobState.RUNNING) {
      throw new Superseded();
    }
    return spec(attempt, standing);
  }

  /** Throws 409 when the token is from before a backup was restored. */
  void checkEpoch(AttemptRef attempt, long epoch) {
    standing(attempt, epoch);
  }

  private JobSpec spec(AttemptRef attempt, Standing standing) {
    var work = kinds.named(standing.job().kind()).work(attempt.job());
    return specs.write(attempt, standing.job(), work, checkpoints.before(attempt).orElse(null));
  }

  private Standing standing(AttemptRef attempt, long epoch) {
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    if (standing.attempt().epoch() != epoch || !standing.isLatest()) {
      throw new Superseded();
    }
    return standing;
  }
}
