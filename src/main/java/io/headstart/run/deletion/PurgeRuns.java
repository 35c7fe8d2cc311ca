package io.headstart.run.deletion;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Takes what deleted runs have written out of the store, and their results and answers out of the
 * database. The objects go first: whoever dies in between does it all again.
 */
@ApplicationScoped
public class PurgeRuns {
  private static final Logger LOG = Logger.getLogger(PurgeRuns.class);

  /** At most so many at once, so that a tick stays short. */
  private static final int BATCH = 100;

  private final AcrossTeams across;
  private final TeamWork work;
  private final EntityManager database;
  private final ObjectStore store;
  private final Event<RunPurged> purged;

  PurgeRuns(
      AcrossTeams across,
      TeamWork work,
      EntityManager database,
      ObjectStore store,
      Event<RunPurged> purged) {
    this.across = across;
    this.work = work;
    this.database = database;
    this.store = store;
    this.purged = purged;
  }

  @Nonconcurrent
  @Scheduled(identity = "purge-runs-1", every = "15m", delayed = "3m")
  void tick() {
    purge();
  }

  /** Purges what was deleted; returns how many runs. */
  public int purge() {
    List<Object[]> deleted =
        across.inTransaction(
            session ->
                session
                    .createNativeQuery(
                        """
                        select team_id, id from runs
                        where deleted_at is not null and purged_at is null
                        order by deleted_at limit ?1""",
                        Object[].class)
                    .setParameter(1, BATCH)
                    .list());
    int done = 0;
    for (Object[] row : deleted) {
      try {
        purge(new TeamRef((UUID) row[0]), (UUID) row[1]);
        done++;
      } catch (RuntimeException e) {
        LOG.errorf(e, "Could not purge the deleted run %s; the next tick tries again", row[1]);
      }
    }
    return done;
  }

  private void purge(TeamRef team, UUID run) {
    purged.fire(new RunPurged(team, run));
    work.call(team, () -> folders(run)).forEach(key -> store.deleteBelow(new ObjectKey(key)));
    work.run(
        team,
        () -> {
          for (String change :
              List.of(
                  "delete from run_predictions where run_id = ?1",
                  "delete from run_results where run_id = ?1",
                  "update runs set purged_at = clock_timestamp() where id = ?1")) {
            database.createNativeQuery(change).setParameter(1, run).executeUpdate();
          }
        });
  }

  /** Where the attempt that succeeded has written; what others wrote is swept with their job. */
  private List<String> folders(UUID run) {
    return Column.of(
            database.unwrap(Session.class),
            "select regexp_replace(archive_key, '/[^/]*$', '') from run_results where run_id = ?1",
            String.class)
        .setParameter(1, run)
        .list();
  }
}
