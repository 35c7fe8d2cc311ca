package io.headstart.testsupport;

import io.headstart.dispatch.AdmitQueuedJobs;
import io.headstart.dispatch.Dispatcher;
import io.headstart.dispatch.ReapAttempts;
import io.headstart.dispatch.SweepLeftovers;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptView;
import io.headstart.job.FeedEvent;
import io.headstart.job.JobFeed;
import io.headstart.job.JobRef;
import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Heartbeat;
import io.headstart.quota.SetCapacity;
import io.headstart.quota.SetTeamQuota;
import io.headstart.quota.TeamQuota;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/**
 * Teams, classes of capacity and jobs for tests of the queue. Each test makes a class of capacity
 * of its own, since all share one database and capacity is the installation's.
 */
@ApplicationScoped
public class QueueFixture {
  private final AcrossTeams across;
  private final TeamWork work;
  private final Jobs jobs;
  private final Dispatcher dispatcher;
  private final AdmitQueuedJobs admits;
  private final ReapAttempts reaps;
  private final SetTeamQuota quotas;
  private final SetCapacity capacities;
  private final JobFeed feed;
  private final SweepLeftovers sweeps;
  private final FakeLauncher launcher;
  private final StatelessSession session;

  QueueFixture(
      AcrossTeams across,
      TeamWork work,
      Jobs jobs,
      Dispatcher dispatcher,
      AdmitQueuedJobs admits,
      ReapAttempts reaps,
      SetTeamQuota quotas,
      SetCapacity capacities,
      JobFeed feed,
      SweepLeftovers sweeps,
      FakeLauncher launcher,
      StatelessSession session) {
    this.across = across;
    this.work = work;
    this.jobs = jobs;
    this.dispatcher = dispatcher;
    this.admits = admits;
    this.reaps = reaps;
    this.quotas = quotas;
    this.capacities = capacities;
    this.feed = feed;
    this.sweeps = sweeps;
    this.launcher = launcher;
    this.session = session;
  }

  /** A team of its own for a test. */
  public TeamRef team() {
    var team = new TeamRef(UUID.randomUUID());
    var slug = "t" + team.id().toString().substring(0, 8);
    across.run(
        session ->
            session
                .createNativeMutationQuery(
                    "insert into teams (id, slug, name) values (:id, :slug, :name)")
                .setParameter("id", team.id())
                .setParameter("slug", slug)
                .setParameter("name", "Team " + slug)
                .executeUpdate());
    return team;
  }

  /** A class of capacity of its own for a test. */
  public String slotClass(int slots) {
    var name = "test-" + UUID.randomUUID();
    across.run(
        session ->
            session
                .createNativeMutationQuery("insert into capacity_classes values (:name, :slots)")
                .setParameter("name", name)
                .setParameter("slots", slots)
                .executeUpdate());
    return name;
  }

  public void capacity(String slotClass, int slots) {
    capacities.set(slotClass, slots, null);
  }

  public void quota(TeamRef team, String slotClass, int slots, int queuedJobs) {
    quotas.set(team, slotClass, new TeamQuota(slots, 0, queuedJobs, Duration.ofHours(24)), null);
  }

  /** Queues a job that needs one slot. */
  public JobRef enqueue(TeamRef team, String slotClass) {
    return enqueue(team, slotClass, 1, 0);
  }

  public JobRef enqueue(TeamRef team, String slotClass, int slots, int priority) {
    return work.call(
        team,
        () ->
            jobs.enqueue(
                new NewJob(
                    CountingKind.NAME, slotClass, slots, priority, null, Duration.ofHours(1))));
  }

  /**
   * Queues jobs that need one slot, all at once; of priorities 0 to {@code many - 1}. End them by
   * {@link #forgetAll}.
   */
  public void enqueueMany(TeamRef team, String slotClass, int many) {
    work.run(
        team,
        () ->
            session
                .createNativeMutationQuery(
                    """
                    insert into jobs (team_id, id, kind, slot_class, slots, priority,
                      longest_seconds, state, reason_code, reason_detail, max_attempts)
                    select :team, gen_random_uuid(), :kind, :class, 1, :many - n, 3600, 'QUEUED',
                      'SUBMITTED', 'Waits for its turn', 1 from generate_series(1, :many) n""")
                .setParameter("team", team.id())
                .setParameter("kind", CountingKind.NAME)
                .setParameter("class", slotClass)
                .setParameter("many", many)
                .executeUpdate());
  }

  /** Ends all of a team's jobs that wait, at once. */
  public void forgetAll(TeamRef team) {
    work.run(
        team,
        () ->
            session
                .createNativeMutationQuery(
                    """
                    update jobs set state = 'CANCELLED', ended_at = clock_timestamp()
                    where state = 'QUEUED'""")
                .executeUpdate());
  }

  public void dispatch() {
    dispatcher.admitAndLaunch();
  }

  /** Admits as a server that dies before it launches. */
  public List<AttemptRef> admitOnly() {
    return admits.admit(AdmitQueuedJobs.Told.EVERYBODY);
  }

  public void sweep() {
    reaps.sweep();
  }

  public void reconcile() {
    reaps.reconcile();
  }

  /** Sweeps up behind jobs that ended long ago, in the store and on this machine. */
  public void sweepLeftovers() {
    sweeps.sweepStore();
    sweeps.sweepMachine();
  }

  /** Time goes by after a job's end, more than leftovers are kept. */
  public void endedLongAgo(JobRef job) {
    work.run(
        job.team(),
        () ->
            session
                .createNativeMutationQuery(
                    "update jobs set ended_at = ended_at - interval '25 hours' where id = :job")
                .setParameter("job", job.id())
                .executeUpdate());
  }

  /** Queues a job in a class of its own and has its first worker claim it. */
  public Running running(TeamRef team) {
    var job = enqueue(team, slotClass(1));
    dispatch();
    return claim(new AttemptRef(job, 1));
  }

  /** A worker claims an attempt that was launched. */
  public Running claim(AttemptRef attempt) {
    var worker = worker(attempt);
    var answer = worker.start();
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return new Running(attempt, worker);
  }

  /** A process of an attempt that was launched; it has not spoken yet. */
  public WorkerClient worker(AttemptRef attempt) {
    return WorkerClient.of(launcher.environment(attempt).orElseThrow());
  }

  public JobView job(JobRef job) {
    return work.call(job.team(), () -> jobs.find(job.id()).orElseThrow());
  }

  public AttemptView attempt(AttemptRef attempt) {
    return work.call(
        attempt.job().team(), () -> jobs.attempts(attempt.job()).get(attempt.number() - 1));
  }

  /** One series of a job, in the order of its steps. */
  public List<Heartbeat.Point> points(JobRef job, String series) {
    return work.call(job.team(), () -> feed.points(job).getOrDefault(series, List.of()));
  }

  /** What the feed of a job holds behind a number, one page of it. */
  public List<FeedEvent> feed(JobRef job, long after) {
    return work.call(job.team(), () -> feed.since(job, after));
  }

  public void cancel(JobRef job) {
    work.run(job.team(), () -> jobs.cancel(job));
  }

  /**
   * Cancels what other tests left waiting, so that the next round of dispatch starts none of it.
   */
  public void forgetWaiting() {
    across
        .<List<Object[]>>inTransaction(
            all ->
                all.createNativeQuery(
                        "select team_id, id from jobs where state = 'QUEUED'", Object[].class)
                    .list())
        .forEach(row -> cancel(new JobRef(new TeamRef((UUID) row[0]), (UUID) row[1])));
  }

  /** The process of an attempt has ended, and the server notices; null: nobody saw how. */
  public void launcherSaw(JobRef job, int attempt, Integer exitCode) {
    launcher.exit(new AttemptRef(job, attempt), exitCode);
    sweep();
  }

  public void stop(JobRef job) {
    work.run(job.team(), () -> jobs.stop(job));
  }

  /** Reservations of a team that hold slots. */
  public long openReservations(TeamRef team) {
    return work.call(
        team,
        () ->
            session
                .createNativeQuery(
                    "select count(*) from reservations where released_at is null", Long.class)
                .getSingleResult());
  }

  /** The attempt was admitted anew, under the same number, after a backup had been restored. */
  public void restored(AttemptRef attempt, long epoch) {
    work.run(
        attempt.job().team(),
        () ->
            session
                .createNativeMutationQuery(
                    "update attempts set epoch = :epoch where job_id = :job and number = :number")
                .setParameter("epoch", epoch)
                .setParameter("job", attempt.job().id())
                .setParameter("number", attempt.number())
                .executeUpdate());
  }

  /** The job's slots were held for so much longer than the test takes. */
  public void tookMinutes(JobRef job, int minutes) {
    work.run(
        job.team(),
        () ->
            session
                .createNativeMutationQuery(
                    "update reservations set created_at = created_at - :m * interval '1 minute' where job_id = :job")
                .setParameter("m", minutes)
                .setParameter("job", job.id())
                .executeUpdate());
  }

  /** What was done in a team, the first one first: action and subject, with commas between. */
  public String audit(TeamRef team) {
    return work.call(
        team,
        () ->
            String.join(
                ",",
                session
                    .createNativeQuery(
                        "select action || ' ' || subject from audit_events order by id",
                        String.class)
                    .list()));
  }

  /**
   * Time goes by for one attempt: a column of its row that holds a moment is moved into the past.
   */
  public void expire(AttemptRef attempt, String column) {
    work.run(
        attempt.job().team(),
        () ->
            session
                .createNativeMutationQuery(
                    "update attempts set %s = clock_timestamp() - interval '1 hour' where job_id = :job and number = :number"
                        .formatted(column))
                .setParameter("job", attempt.job().id())
                .setParameter("number", attempt.number())
                .executeUpdate());
  }

  /** Time goes by for a cancelled job: its worker has been told and could have ended. */
  public void hearsOfCancel(JobRef job) {
    work.run(
        job.team(),
        () ->
            session
                .createNativeMutationQuery(
                    "update jobs set cancel_requested_at = cancel_requested_at - interval '15 seconds' where id = :job")
                .setParameter("job", job.id())
                .executeUpdate());
  }

  /** A job whose worker has claimed it. */
  public record Running(AttemptRef attempt, WorkerClient worker) {
    public JobRef job() {
      return attempt.job();
    }
  }
}
