package io.headstart.dispatch;

import io.headstart.job.JobLeftovers;
import io.headstart.job.JobRef;
import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectStore;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/**
 * Deletes what jobs that ended some time ago leave behind: in the store all that their results
 * don't need, on this machine their workers' folders. Objects go before their rows, so whoever dies
 * in between does it all again.
 */
@ApplicationScoped
public class SweepLeftovers {
  private static final Logger LOG = Logger.getLogger(SweepLeftovers.class);

  /** At most so many jobs at once, so that a tick stays short. */
  private static final int BATCH = 200;

  private static final String IS_OLD = "ended_at < clock_timestamp() - :kept * interval '1 second'";

  private final AcrossTeams across;
  private final TeamWork work;
  private final JobLeftovers leftovers;
  private final ObjectStore store;
  private final Launchers launchers;
  private final DispatchConfig config;

  SweepLeftovers(
      AcrossTeams across,
      TeamWork work,
      JobLeftovers leftovers,
      ObjectStore store,
      Launchers launchers,
      DispatchConfig config) {
    this.across = across;
    this.work = work;
    this.leftovers = leftovers;
    this.store = store;
    this.launchers = launchers;
    this.config = config;
  }

  @Nonconcurrent
  @Scheduled(
      identity = "sweep-leftovers-1",
      every = "15m",
      delayed = "3m",
      skipExecutionIf = Ticks.NotAutomatic.class)
  void tick() {
    sweepStore();
  }

  /** Sweeps the store; returns of how many jobs. */
  public int sweepStore() {
    int swept = 0;
    for (JobRef job : across.inTransaction(this::old)) {
      try {
        work.call(job.team(), () -> leftovers.keys(job)).forEach(store::delete);
        work.run(job.team(), () -> leftovers.swept(job));
        swept++;
      } catch (RuntimeException e) {
        LOG.errorf(e, "could not sweep up after job %s; the next tick tries again", job.id());
      }
    }
    return swept;
  }

  private List<JobRef> old(StatelessSession system) {
    return system
        .createNativeQuery(
            """
            select team_id, id from jobs j where swept_at is null and %s
              and not exists (select 1 from attempts a
                where a.team_id = j.team_id and a.job_id = j.id and a.gone_at is null)
            order by ended_at limit :batch"""
                .formatted(IS_OLD),
            Tuple.class)
        .setParameter("kept", kept())
        .setParameter("batch", BATCH)
        .list()
        .stream()
        .map(row -> new JobRef(new TeamRef(row.get(0, UUID.class)), row.get(1, UUID.class)))
        .toList();
  }

  /** Sweeps this machine; no other server of a cluster can. */
  public void sweepMachine() {
    launchers.inUse().tidy(this::over);
  }

  /** Those of some jobs that have ended long ago, or that nobody knows. */
  private Set<UUID> over(Set<UUID> jobs) {
    if (jobs.isEmpty()) {
      return Set.of();
    }
    var over = new HashSet<>(jobs);
    over.removeAll(
        across.inTransaction(
            system ->
                Column.of(
                        system,
                        "select id from jobs where id in (:jobs) and not coalesce(%s, false)"
                            .formatted(IS_OLD),
                        UUID.class)
                    .setParameter("kept", kept())
                    .setParameterList("jobs", jobs)
                    .list()));
    return over;
  }

  private double kept() {
    return config.leftoversKept().toMillis() / 1000.0;
  }
}
