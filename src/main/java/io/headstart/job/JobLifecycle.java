package io.headstart.job;

import io.headstart.platform.database.Column;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.query.MutationQuery;

/**
 * Moves jobs from state to state: the only place that does, {@link Jobs} (enqueue, cancel, stop)
 * excepted. Each method is one update with its rows counted and answers false when somebody else
 * was faster; the caller then does nothing. As team work, the job's row is locked first.
 */
@ApplicationScoped
public class JobLifecycle {
  private final StatelessSession session;
  private final JobRows rows;

  JobLifecycle(StatelessSession session, JobRows rows) {
    this.session = session;
    this.rows = rows;
  }

  /** Locks the job until the transaction ends and reads it with one of its attempts. */
  public Optional<Standing> lock(AttemptRef attempt) {
    return rows.lock(attempt.job().id())
        .flatMap(
            job ->
                rows.attempt(attempt).map(found -> new Standing(JobRows.view(job), found.view())));
  }

  /** Attempts of the job that ended for that class of reasons. */
  public int endedFor(JobRef job, String retryClass) {
    return Math.toIntExact(
        Column.of(
                session,
                "select count(*) from attempts where job_id = :job and retry_class = :class",
                Long.class)
            .setParameter("job", job.id())
            .setParameter("class", retryClass)
            .getSingleResult());
  }

  /**
   * STARTING → RUNNING: the first process claims the attempt.
   *
   * @param lease its first lease
   */
  public boolean claim(
      AttemptRef attempt, String instance, String workerHost, String device, Duration lease) {
    return update(
                    """
                update attempts set state = 'RUNNING', instance = :instance,
                  worker_host = :workerHost, device = :device, started_at = clock_timestamp(),
                  lease_until = clock_timestamp() + :lease * interval '1 second',
                  longest_until = clock_timestamp() + interval '1 second' *
                    (select longest_seconds from jobs where team_id = :team and id = :job)
                where team_id = :team and job_id = :job and number = :number and state = 'CREATED'
                """,
                    attempt)
                .setParameter("instance", instance)
                .setParameter("workerHost", workerHost)
                .setParameter("device", device)
                .setParameter("lease", seconds(lease))
                .executeUpdate()
            == 1
        && update(
                    """
                    update jobs set state = 'RUNNING', reason_code = 'STARTED',
                      reason_detail = case when max_attempts > 0 and attempt > 1
                        then 'Attempt ' || attempt || ' of ' || max_attempts else 'Running' end,
                      started_at = coalesce(started_at, clock_timestamp()),
                      last_beat_at = clock_timestamp()
                    where team_id = :team and id = :job and attempt = :number and state = 'STARTING'
                    """,
                    attempt)
                .executeUpdate()
            == 1;
  }

  /** Says what a job that is STARTING waits for, or that it waits no longer. */
  public boolean tellStart(AttemptRef attempt, String detail) {
    return update(
                """
                update jobs set reason_detail = :detail
                where team_id = :team and id = :job and attempt = :number and state = 'STARTING'
                  and reason_detail <> :detail""",
                attempt)
            .setParameter("detail", detail)
            .executeUpdate()
        == 1;
  }

  /** Renews the lease of a running attempt that this instance holds. */
  public boolean renew(AttemptRef attempt, String instance, Duration lease) {
    return update(
                """
                update attempts set lease_until = clock_timestamp() + :lease * interval '1 second'
                where team_id = :team and job_id = :job and number = :number
                  and state = 'RUNNING' and instance = :instance""",
                attempt)
            .setParameter("lease", seconds(lease))
            .setParameter("instance", instance)
            .executeUpdate()
        == 1;
  }

  /** RUNNING → SUCCEEDED, job and attempt; the attempt's process counts as gone. */
  public boolean succeed(
      AttemptRef attempt, String manifest, String manifestSha256, Reason reason, String detail) {
    return update(
                    """
                update attempts set state = 'SUCCEEDED', ended_at = clock_timestamp(),
                  gone_at = clock_timestamp(), manifest = :manifest,
                  manifest_sha256 = :sha256, manifest_verified_at = clock_timestamp()
                where team_id = :team and job_id = :job and number = :number and state = 'RUNNING'
                """,
                    attempt)
                .setParameter("manifest", manifest)
                .setParameter("sha256", manifestSha256)
                .executeUpdate()
            == 1
        && update(
                    """
                    update jobs set state = 'SUCCEEDED', result_attempt = :number,
                      reason_code = :reason, reason_detail = :detail, ended_at = clock_timestamp()
                    where team_id = :team and id = :job and attempt = :number and state = 'RUNNING'
                    """,
                    attempt)
                .setParameter("reason", reason.name())
                .setParameter("detail", detail)
                .executeUpdate()
            == 1;
  }

  /** Ends a live attempt; what becomes of the job is the caller's next step. */
  public boolean end(AttemptRef attempt, Ending ending) {
    return update(
                """
                update attempts set state = :state, retry_class = :class, reason_code = :code,
                  reason_detail = :detail, exit_code = cast(:exit as int),
                  ended_at = clock_timestamp(),
                  gone_at = case when :gone then clock_timestamp() end
                where team_id = :team and job_id = :job and number = :number
                  and state in ('CREATED', 'RUNNING')""",
                attempt)
            .setParameter("state", ending.state().name())
            .setParameter("class", ending.retryClass())
            .setParameter("code", ending.code())
            .setParameter("detail", ending.detail())
            .setParameter("exit", ending.exitCode() == null ? null : ending.exitCode().toString())
            .setParameter("gone", ending.gone())
            .executeUpdate()
        == 1;
  }

  /**
   * STARTING or RUNNING → QUEUED, after its attempt has ended.
   *
   * @param delay it is not admitted before
   * @param maxAttempts how many there may be by the reason of this retry
   */
  public boolean requeue(
      AttemptRef attempt, Reason reason, String detail, Duration delay, int maxAttempts) {
    return update(
                """
                update jobs set state = 'QUEUED', reason_code = :reason, reason_detail = :detail,
                  not_before = clock_timestamp() + :delay * interval '1 second',
                  queued_at = clock_timestamp(), max_attempts = :maxAttempts,
                  waiting_code = null, waiting_detail = null, queue_place = null,
                  starts_from = null, starts_to = null, others_hold = null
                where team_id = :team and id = :job and attempt = :number
                  and state in ('STARTING', 'RUNNING')""",
                attempt)
            .setParameter("reason", reason.name())
            .setParameter("detail", detail)
            .setParameter("delay", seconds(delay))
            .setParameter("maxAttempts", maxAttempts)
            .executeUpdate()
        == 1;
  }

  /** STARTING or RUNNING → FAILED, after its attempt has ended. */
  public boolean fail(AttemptRef attempt, Reason reason, String detail) {
    return update(
                """
                update jobs set state = 'FAILED', reason_code = :reason, reason_detail = :detail,
                  ended_at = clock_timestamp()
                where team_id = :team and id = :job and attempt = :number
                  and state in ('STARTING', 'RUNNING')""",
                attempt)
            .setParameter("reason", reason.name())
            .setParameter("detail", detail)
            .executeUpdate()
        == 1;
  }

  /** QUEUED → FAILED: no waiting can meet what it asks for. */
  public boolean refuse(JobRef job, String detail) {
    return session
            .createNativeMutationQuery(
                """
                update jobs set state = 'FAILED', reason_code = 'REFUSED', reason_detail = :detail,
                  ended_at = clock_timestamp()
                where team_id = :team and id = :job and state = 'QUEUED'""")
            .setParameter("detail", detail)
            .setParameter("team", job.team().id())
            .setParameter("job", job.id())
            .executeUpdate()
        == 1;
  }

  /** CANCELLING → CANCELLED, after its attempt has ended. */
  public boolean cancelled(AttemptRef attempt) {
    return update(
                """
                update jobs set state = 'CANCELLED', reason_code = 'CANCELLED',
                  reason_detail = coalesce('An admin cancelled it: ' || cancelled_for,
                    'Nothing of it was kept'), ended_at = clock_timestamp()
                where team_id = :team and id = :job and attempt = :number and state = 'CANCELLING'
                """,
                attempt)
            .executeUpdate()
        == 1;
  }

  /** Writes down that the process of an ended attempt is gone; true only the first time. */
  public boolean gone(AttemptRef attempt) {
    return update(
                """
                update attempts set gone_at = clock_timestamp()
                where team_id = :team and job_id = :job and number = :number
                  and gone_at is null and ended_at is not null""",
                attempt)
            .executeUpdate()
        == 1;
  }

  private MutationQuery update(String sql, AttemptRef attempt) {
    return session
        .createNativeMutationQuery(sql)
        .setParameter("team", attempt.job().team().id())
        .setParameter("job", attempt.job().id())
        .setParameter("number", attempt.number());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
