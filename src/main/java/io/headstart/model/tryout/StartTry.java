package io.headstart.model.tryout;

import io.headstart.job.JobRef;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.model.ModelConfig;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sees to it that a run has a worker, or one in the queue, that answers its questions. */
@ApplicationScoped
class StartTry {
  /** A worker that ends by itself is not ended from outside a moment before. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final TrySessions sessions;
  private final Jobs jobs;
  private final ModelConfig config;

  StartTry(TrySessions sessions, Jobs jobs, ModelConfig config) {
    this.sessions = sessions;
    this.jobs = jobs;
    this.config = config;
  }

  /**
   * The job that will answer. Must be called inside team work, after {@link TrySessions#lock}.
   *
   * @param by who asks
   * @throws Problem 409 when the team's queue is full
   */
  JobRef start(TeamRef team, UUID run, @Nullable UUID by) {
    Optional<JobRef> alive = sessions.alive(team, run);
    if (alive.isPresent()) {
      return alive.get();
    }
    JobRef job =
        jobs.enqueue(
            new NewJob(Protocol.TRY, NewJob.SMALL, 1, 0, by, config.tryMayTake().plus(SLACK)));
    sessions.begin(job, run);
    return job;
  }
}
