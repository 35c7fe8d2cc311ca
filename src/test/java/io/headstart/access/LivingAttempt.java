package io.headstart.access;

import io.headstart.dispatch.AttemptTokens;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.AttemptCredential;
import io.headstart.testsupport.Crew;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** An attempt that was launched and hasn't spoken yet, as rows. */
@ApplicationScoped
class LivingAttempt implements AttemptCredential {
  private final TeamWork work;
  private final Jobs jobs;
  private final AcrossTeams across;
  private final AttemptTokens tokens;

  LivingAttempt(TeamWork work, Jobs jobs, AcrossTeams across, AttemptTokens tokens) {
    this.work = work;
    this.jobs = jobs;
    this.across = across;
    this.tokens = tokens;
  }

  @Override
  public String make(Crew crew, Map<String, String> ids) {
    JobRef job =
        work.call(
            crew.team(),
            () -> jobs.enqueue(new NewJob("train", NewJob.SMALL, 1, 0, null, Duration.ofHours(1))));
    ids.put("job", job.id().toString());
    ids.put("attempt", "1");
    long epoch =
        across.inTransaction(
            session -> {
              session
                  .createNativeMutationQuery(
                      "update jobs set state = 'STARTING', attempt = 1 where id = ?1")
                  .setParameter(1, job.id())
                  .executeUpdate();
              session
                  .createNativeMutationQuery(
                      "insert into attempts (team_id, job_id, number, state, epoch, lease_until,"
                          + " longest_until) select ?1, ?2, 1, 'CREATED', epoch, now() + interval"
                          + " '1 hour', now() + interval '1 hour' from attempt_epochs")
                  .setParameter(1, crew.team().id())
                  .setParameter(2, job.id())
                  .executeUpdate();
              return session
                  .createNativeQuery("select epoch from attempt_epochs", Long.class)
                  .getSingleResult();
            });
    return tokens.of(new AttemptRef(job, 1), epoch);
  }
}
