package io.headstart.job;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The queue as other rooms see it. Every method must be called inside team work. */
@ApplicationScoped
public class Jobs {
  /** Attempts of a job whose worker gets lost; other reasons have their own limits. */
  private static final int FIRST_MAX_ATTEMPTS = 3;

  private final StatelessSession session;
  private final JobRows rows;
  private final JobKinds kinds;
  private final QueueLimits limits;
  private final TransactionSynchronizationRegistry transactions;
  private final Event<JobQueued> queued;
  private final Event<JobFinished> finished;
  private final Event<CancelRequested> cancelled;

  Jobs(
      StatelessSession session,
      JobRows rows,
      JobKinds kinds,
      QueueLimits limits,
      TransactionSynchronizationRegistry transactions,
      Event<JobQueued> queued,
      Event<JobFinished> finished,
      Event<CancelRequested> cancelled) {
    this.session = session;
    this.rows = rows;
    this.kinds = kinds;
    this.limits = limits;
    this.transactions = transactions;
    this.queued = queued;
    this.finished = finished;
    this.cancelled = cancelled;
  }

  /**
   * Queues a job; part of the caller's transaction. Its longest run is cut to the team's.
   *
   * @throws Problem 409 {@code queue-full} when as many jobs of the team wait as may
   */
  public JobRef enqueue(NewJob job) {
    var team = team();
    // Two who submit at once must not both take the last place.
    session
        .createNativeQuery(
            "select pg_advisory_xact_lock(hashtextextended(:queue, 0))", Object.class)
        .setParameter("queue", "queue/" + team.id() + "/" + job.slotClass())
        .getSingleResult();
    var limit = limits.of(job.slotClass());
    long waiting =
        session
            .createSelectionQuery(
                "select count(*) from Job where state = QUEUED and slotClass = :class", Long.class)
            .setParameter("class", job.slotClass())
            .getSingleResult();
    if (waiting >= limit.queuedJobs()) {
      throw new Problem(
          409,
          "queue-full",
          "%d of %d places in this team's queue are taken; cancel a waiting one, wait until one has begun, or ask an admin for a longer queue"
              .formatted(waiting, limit.queuedJobs()));
    }
    kinds.named(job.kind());
    var id = UUID.randomUUID();
    session
        .createNativeMutationQuery(
            """
            insert into jobs (team_id, id, kind, slot_class, slots, priority, created_by,
              longest_seconds, state, reason_code, reason_detail, max_attempts)
            values (:team, :id, :kind, :class, :slots, :priority, cast(:createdBy as uuid),
              :longest, 'QUEUED', 'SUBMITTED', 'Waits for its turn', :maxAttempts)""")
        .setParameter("team", team.id())
        .setParameter("id", id)
        .setParameter("kind", job.kind())
        .setParameter("class", job.slotClass())
        .setParameter("slots", job.slots())
        .setParameter("priority", job.priority())
        .setParameter("createdBy", job.createdBy() == null ? null : job.createdBy().toString())
        .setParameter("longest", Math.min(job.longest().toSeconds(), limit.longest().toSeconds()))
        .setParameter("maxAttempts", FIRST_MAX_ATTEMPTS)
        .executeUpdate();
    var ref = new JobRef(team, id);
    queued.fire(new JobQueued(ref));
    return ref;
  }

  /** The team's job of that id. */
  public Optional<JobView> find(UUID id) {
    return rows.find(id).map(JobRows::view);
  }

  /** The team's jobs of these ids, in no particular order; those that it has not are left out. */
  public List<JobView> find(Collection<UUID> ids) {
    return rows.find(ids).stream().map(JobRows::view).toList();
  }

  /** The attempts at a job, the first one first. */
  public List<AttemptView> attempts(JobRef job) {
    return rows.attempts(job.id()).stream().map(Attempt::view).toList();
  }

  /**
   * Ends a job without a result: at once while it waits, else its worker is told and the job is
   * CANCELLING until the worker is gone. A repeat changes nothing.
   *
   * @throws Problem 404 when the team has no such job; 409 {@code job-ended} when it has succeeded
   *     or failed before
   */
  public void cancel(JobRef ref) {
    cancel(ref, null);
  }

  /** The same by an admin, whose reason the job's page shows. */
  void cancel(JobRef ref, @Nullable String reason) {
    var job = rows.lock(ref.id()).orElseThrow(Problem::notFound);
    switch (job.state) {
      case QUEUED -> {
        move(ref, JobState.CANCELLED, "It had not begun", reason);
        kinds.named(job.kind).endedWithout(ref, JobState.CANCELLED);
        finished.fire(new JobFinished(ref, JobState.CANCELLED));
      }
      case STARTING, RUNNING -> {
        move(ref, JobState.CANCELLING, "Its worker is being ended", reason);
        cancelled.fire(new CancelRequested(new AttemptRef(ref, job.attempt)));
      }
      case CANCELLING, CANCELLED -> {}
      case SUCCEEDED, FAILED -> throw ended();
    }
  }

  /**
   * Asks a running job to finish its epoch and to keep the best one. A repeat changes nothing.
   *
   * @throws Problem 404 when the team has no such job; 409 {@code not-running} before it runs (the
   *     way out is {@link #cancel}), 409 {@code job-ended} after its end
   */
  public void stop(JobRef ref) {
    var job = rows.lock(ref.id()).orElseThrow(Problem::notFound);
    switch (job.state) {
      case QUEUED, STARTING ->
          throw new Problem(
              409,
              "not-running",
              "It has not begun, so there is nothing to keep; cancel it instead");
      case CANCELLING ->
          throw new Problem(409, "not-running", "It is being cancelled; nothing of it is kept");
      case RUNNING ->
          session
              .createNativeMutationQuery(
                  """
                  update jobs set stop_requested_at = clock_timestamp()
                  where id = :id and state = 'RUNNING' and stop_requested_at is null""")
              .setParameter("id", ref.id())
              .executeUpdate();
      case SUCCEEDED, FAILED, CANCELLED -> throw ended();
    }
  }

  private void move(JobRef ref, JobState to, String detail, @Nullable String reason) {
    session
        .createNativeMutationQuery(
            """
            update jobs set state = :to, reason_code = 'CANCELLED', reason_detail = :detail,
              cancel_requested_at = clock_timestamp(), cancelled_for = cast(:reason as text),
              ended_at = case when :to = 'CANCELLED' then clock_timestamp() end
            where id = :id""")
        .setParameter("to", to.name())
        .setParameter("detail", reason == null ? detail : "An admin cancelled it: " + reason)
        .setParameter("reason", reason)
        .setParameter("id", ref.id())
        .executeUpdate();
  }

  private TeamRef team() {
    if (transactions.getResource(TeamRef.class) instanceof TeamRef team) {
      return team;
    }
    throw new IllegalStateException("jobs are queued as team work only");
  }

  private static Problem ended() {
    return new Problem(409, "job-ended", "It has ended already");
  }
}
