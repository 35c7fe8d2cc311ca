package io.headstart.dataset;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Takes the file of deleted data sets, and what their checks wrote, out of the store, the example
 * rows out of their reports, and what was kept of examples. The objects go first: whoever dies in
 * between does it all again.
 */
@ApplicationScoped
public class PurgeDatasets {
  private static final Logger LOG = Logger.getLogger(PurgeDatasets.class);

  /** At most so many at once, so that a tick stays short. */
  private static final int BATCH = 200;

  private final AcrossTeams across;
  private final TeamWork work;
  private final EntityManager database;
  private final ObjectStore store;

  PurgeDatasets(AcrossTeams across, TeamWork work, EntityManager database, ObjectStore store) {
    this.across = across;
    this.work = work;
    this.database = database;
    this.store = store;
  }

  @Nonconcurrent
  @Scheduled(identity = "purge-datasets-1", every = "15m", delayed = "2m")
  void tick() {
    purge();
  }

  /** Purges what was deleted; returns how many data sets. */
  public int purge() {
    List<Object[]> deleted =
        across.inTransaction(
            session ->
                session
                    .createNativeQuery(
                        """
                        select team_id, id from datasets
                        where deleted_at is not null and purged_at is null
                        order by deleted_at limit ?1""",
                        Object[].class)
                    .setParameter(1, BATCH)
                    .list());
    int purged = 0;
    for (Object[] row : deleted) {
      try {
        purge(new TeamRef((UUID) row[0]), (UUID) row[1]);
        purged++;
      } catch (RuntimeException e) {
        LOG.errorf(e, "Could not purge the deleted data set %s; the next tick tries again", row[1]);
      }
    }
    return purged;
  }

  private void purge(TeamRef team, UUID dataset) {
    work.call(team, () -> keys(dataset)).forEach(key -> store.delete(new ObjectKey(key)));
    work.call(team, () -> folders(dataset)).forEach(key -> store.deleteBelow(new ObjectKey(key)));
    work.run(
        team,
        () -> {
          database
              .createNativeQuery(
                  """
                  update dataset_checks set report = jsonb_set(report, '{firstRows}', '[]')
                  where dataset_id = ?1 and report is not null""")
              .setParameter(1, dataset)
              .executeUpdate();
          for (String table : List.of("dataset_examples", "dataset_example_sets")) {
            database
                .createNativeQuery(
                    "delete from "
                        + table
                        + " where version_id in"
                        + " (select id from dataset_versions where dataset_id = ?1)")
                .setParameter(1, dataset)
                .executeUpdate();
          }
          database
              .createNativeQuery("update datasets set purged_at = clock_timestamp() where id = ?1")
              .setParameter(1, dataset)
              .executeUpdate();
        });
  }

  private List<String> keys(UUID dataset) {
    return Column.of(
            database.unwrap(Session.class),
            """
            select object_key from datasets where id = ?1
            """,
            String.class)
        .setParameter(1, dataset)
        .list();
  }

  /** Where checks have written: rows and report, and thumbnails of pictures. */
  private List<String> folders(UUID dataset) {
    return Column.of(
            database.unwrap(Session.class),
            """
            select regexp_replace(rows_key, '/[^/]*$', '') from dataset_checks
            where dataset_id = ?1 and rows_key is not null
            """,
            String.class)
        .setParameter(1, dataset)
        .list();
  }
}
