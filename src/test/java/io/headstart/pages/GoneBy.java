package io.headstart.pages;

import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.QueueFixture;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

/** Lets time go by for jobs, so that each took another. */
@ApplicationScoped
class GoneBy {
  @Inject QueueFixture queue;
  @Inject Fixtures fixtures;
  @Inject TeamWork work;
  @Inject EntityManager database;

  /**
   * Time goes by for a job that has begun.
   *
   * @param minutes that its slots are held
   * @param waited seconds that it waited before
   * @param worked seconds since its worker began
   */
  void passes(JobRef job, int minutes, int waited, int worked) {
    queue.tookMinutes(job, minutes);
    fixtures.system(
        "update jobs set created_at = created_at - ?2 * interval '1 second',"
            + " started_at = started_at - ?3 * interval '1 second' where id = ?1",
        job.id(),
        60 * minutes + waited,
        worked);
    work.run(
        job.team(),
        () ->
            database
                .createNativeQuery(
                    "update runs set created_at = created_at - ?2 * interval '1 minute'"
                        + " where job_id = ?1")
                .setParameter(1, job.id())
                .setParameter(2, minutes)
                .executeUpdate());
  }

  /** The worker of a job has been silent for so long. */
  void silent(JobRef job, int seconds) {
    fixtures.system(
        "update jobs set last_beat_at = last_beat_at - ?2 * interval '1 second' where id = ?1",
        job.id(),
        seconds);
  }

  /** What a job must wait for before its next attempt is over. */
  void waitedEnough(JobRef job) {
    fixtures.system("update jobs set not_before = clock_timestamp() where id = ?1", job.id());
  }
}
