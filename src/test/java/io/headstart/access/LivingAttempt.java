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
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** An attempt that was launched and hasn't spoken yet, as rows. */
@ApplicationScoped
class LivingAttempt implements AttemptCredential {
  private final TeamWork work;
  private final Jobs jobs;
  private final AcrossTeams across;
  private final AttemptTokens tokens;
  private final EntityManager database;

  LivingAttempt(
      TeamWork work, Jobs jobs, AcrossTeams across, AttemptTokens tokens, EntityManager database) {
    this.work = work;
    this.jobs = jobs;
    this.across = across;
    this.tokens = tokens;
    this.database = database;
  }

  @Override
  public String make(Crew crew, Map<String, String> ids) {
    String slotClass = "access-" + UUID.randomUUID(); // of its own: it takes no slot of others
    across.run(
        session ->
            session
                .createNativeMutationQuery(
                    "insert into capacity_classes (slot_class, slots) values (?1, 1)")
                .setParameter(1, slotClass)
                .executeUpdate());
    JobRef job =
        work.call(
            crew.team(),
            () -> jobs.enqueue(new NewJob("train", slotClass, 1, 0, null, Duration.ofHours(1))));
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
              session
                  .createNativeMutationQuery(
                      "insert into reservations (team_id, job_id, attempt, slot_class, slots,"
                          + " quota_at_admission, capacity_at_admission, until) values (?1, ?2, 1,"
                          + " ?3, 1, 1, 1, now() + interval '1 hour')")
                  .setParameter(1, crew.team().id())
                  .setParameter(2, job.id())
                  .setParameter(3, slotClass)
                  .executeUpdate();
              return session
                  .createNativeQuery("select epoch from attempt_epochs", Long.class)
                  .getSingleResult();
            });
    return tokens.of(new AttemptRef(job, 1), epoch);
  }

  @Override
  public void end(Crew crew) {
    String why = "reason_code = 'TEST', reason_detail = 'The test is over', ended_at = now()";
    work.run(
        crew.team(),
        () -> {
          change(
              "update attempts set state = 'FAILED', gone_at = now(), "
                  + why
                  + " where state in ('CREATED', 'RUNNING')");
          change("update reservations set released_at = now() where released_at is null");
          change(
              "update jobs set state = 'FAILED', "
                  + why
                  + " where state in ('STARTING', 'RUNNING')");
          change("update jobs set state = 'CANCELLED', " + why + " where state = 'QUEUED'");
        });
  }

  private void change(String sql) {
    database.createNativeQuery(sql).executeUpdate();
  }
}
