package io.headstart.dataset;

import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.storage.ObjectKey;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Looks for uploads that never completed, and has them deleted. */
@ApplicationScoped
public class SweepUploads {
  private static final Logger LOG = Logger.getLogger(SweepUploads.class);

  /** At most so many at once, so that a tick stays short. */
  private static final int BATCH = 200;

  private final AcrossTeams across;
  private final DropUpload drop;
  private final DatasetConfig config;

  SweepUploads(AcrossTeams across, DropUpload drop, DatasetConfig config) {
    this.across = across;
    this.drop = drop;
    this.config = config;
  }

  @Nonconcurrent
  @Scheduled(identity = "sweep-uploads", every = "15m", delayed = "1m")
  void tick() {
    sweep();
  }

  /** Deletes what is too old; returns how many. */
  public int sweep() {
    int dropped = 0;
    for (Stale stale : stale()) {
      if (drop.drop(stale.team(), stale.dataset(), stale.key())) {
        dropped++;
      }
    }
    if (dropped > 0) {
      LOG.infof("Deleted %d uploads that never completed", dropped);
    }
    return dropped;
  }

  private List<Stale> stale() {
    return across.inTransaction(
        session ->
            session
                .createNativeQuery(
                    """
                    select team_id, id, object_key from datasets
                    where state = 'UPLOADING'
                      and created_at < clock_timestamp() - make_interval(secs => ?1)
                    order by created_at limit ?2
                    """,
                    Object[].class)
                .setParameter(1, (double) config.uploadMayTake().toSeconds())
                .setParameter(2, BATCH)
                .getResultList()
                .stream()
                .map(
                    row ->
                        new Stale(
                            new TeamRef((UUID) row[0]),
                            (UUID) row[1],
                            new ObjectKey((String) row[2])))
                .toList());
  }

  private record Stale(TeamRef team, UUID dataset, ObjectKey key) {}
}
