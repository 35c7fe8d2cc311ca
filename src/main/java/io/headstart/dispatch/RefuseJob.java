package io.headstart.dispatch;

import io.headstart.job.JobFinished;
import io.headstart.job.JobKinds;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.Jobs;
import io.headstart.platform.tenancy.TeamWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/**
 * Ends a waiting job whose demand no waiting can meet; its kind is told in the same transaction.
 */
@ApplicationScoped
class RefuseJob {
  private final TeamWork work;
  private final Jobs jobs;
  private final JobLifecycle lifecycle;
  private final JobKinds kinds;
  private final Event<JobFinished> finished;

  RefuseJob(
      TeamWork work,
      Jobs jobs,
      JobLifecycle lifecycle,
      JobKinds kinds,
      Event<JobFinished> finished) {
    this.work = work;
    this.jobs = jobs;
    this.lifecycle = lifecycle;
    this.kinds = kinds;
    this.finished = finished;
  }

  void refuse(Refusal refusal) {
    work.run(
        refusal.job().team(),
        () ->
            jobs.find(refusal.job().id())
                .filter(job -> lifecycle.refuse(refusal.job(), refusal.words()))
                .ifPresent(
                    job -> {
                      kinds.named(job.kind()).endedWithout(refusal.job(), JobState.FAILED);
                      finished.fire(new JobFinished(refusal.job(), JobState.FAILED));
                    }));
  }

  /**
   * What admission found.
   *
   * @param job the job
   * @param words which limit, and who can change it
   */
  record Refusal(JobRef job, String words) {}
}
