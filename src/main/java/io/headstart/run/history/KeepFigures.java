package io.headstart.run.history;

import io.headstart.job.JobFinished;
import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Duration;

/**
 * Writes the figures that the table is sorted by beside the run, in the transaction that ends its
 * job, so that sorting needs no look at results and jobs.
 */
@ApplicationScoped
class KeepFigures {
  private static final double MILLIS = 1_000;

  /** No worker has begun it. A null would reach the database without its type. */
  private static final double NONE = -1;

  private final Jobs jobs;
  private final EntityManager database;

  KeepFigures(Jobs jobs, EntityManager database) {
    this.jobs = jobs;
    this.database = database;
  }

  void keep(@Observes JobFinished finished) {
    JobView job = jobs.find(finished.job().id()).orElse(null);
    if (job == null || !job.kind().equals(Protocol.TRAIN)) {
      return;
    }
    double seconds =
        job.startedAt() == null || job.endedAt() == null
            ? NONE
            : Math.max(0, Duration.between(job.startedAt(), job.endedAt()).toMillis() / MILLIS);
    database
        .createNativeQuery(
            """
            update runs r set work_seconds = nullif(cast(?1 as double precision), -1), accuracy = (
              select cast(s.both_right + s.only_run_right as double precision)
                / nullif(s.both_right + s.only_run_right + s.only_base_right + s.both_wrong, 0)
              from run_results s where s.team_id = r.team_id and s.run_id = r.id)
            where r.job_id = ?2
            """)
        .setParameter(1, seconds)
        .setParameter(2, finished.job().id())
        .executeUpdate();
  }
}
