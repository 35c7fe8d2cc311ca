package io.headstart.model.tryout;

import io.headstart.job.JobRef;
import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Which job answers questions to which run, at most one at a time for each. Must be called inside
 * team work.
 */
@ApplicationScoped
class TrySessions {
  private final EntityManager database;

  TrySessions(EntityManager database) {
    this.database = database;
  }

  /** Those who ask a run and its worker's end go one by one, until the transaction ends. */
  void lock(UUID run) {
    database
        .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(?1, 0))", Object.class)
        .setParameter(1, "try/" + run)
        .getSingleResult();
  }

  /** The job that answers now. */
  Optional<JobRef> alive(TeamRef team, UUID run) {
    return first("select job_id from try_sessions where run_id = ?1 and ended_at is null", run)
        .map(job -> new JobRef(team, job));
  }

  /** The run that a job answers for. */
  Optional<UUID> run(JobRef job) {
    return first("select run_id from try_sessions where job_id = ?1", job.id());
  }

  void begin(JobRef job, UUID run) {
    database
        .createNativeQuery("insert into try_sessions (team_id, job_id, run_id) values (?1, ?2, ?3)")
        .setParameter(1, job.team().id())
        .setParameter(2, job.id())
        .setParameter(3, run)
        .executeUpdate();
  }

  void end(JobRef job) {
    database
        .createNativeQuery(
            "update try_sessions set ended_at = clock_timestamp() where job_id = ?1 and ended_at is"
                + " null")
        .setParameter(1, job.id())
        .executeUpdate();
  }

  private Optional<UUID> first(String sql, UUID id) {
    List<?> found =
        Column.of(database.unwrap(Session.class), sql, UUID.class)
            .setParameter(1, id)
            .getResultList();
    return found.stream().findFirst().map(UUID.class::cast);
  }
}
