package io.headstart.run.features;

import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.run.RunConfig;
import io.headstart.run.deletion.RunPurged;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/**
 * Deletes features that a team keeps beyond its limit, those first that were not used for longest,
 * and all of data sets that were deleted. The objects go first: whoever dies in between does it all
 * again.
 */
@ApplicationScoped
public class GiveUpFeatures {
  private static final Logger LOG = Logger.getLogger(GiveUpFeatures.class);

  /** A worker that was just told of them has read them by then. */
  private static final Duration BEING_READ = Duration.ofHours(1);

  /** At most so many at once, so that a tick stays short. */
  private static final int BATCH = 200;

  private static final String TOO_MANY =
      """
      select k.team_id, k.run_id, k.object_key from (
        select *, sum(size) over (partition by team_id order by used_at desc, run_id) as with_newer
        from kept_features) k
      join datasets d on d.team_id = k.team_id and d.id = k.dataset_id
      where d.deleted_at is not null
         or (k.with_newer > :kept and k.used_at < clock_timestamp() - :reading * interval '1 second')
      limit :batch""";

  private final AcrossTeams across;
  private final TeamWork work;
  private final StatelessSession session;
  private final ObjectStore store;
  private final RunConfig config;

  GiveUpFeatures(
      AcrossTeams across,
      TeamWork work,
      StatelessSession session,
      ObjectStore store,
      RunConfig config) {
    this.across = across;
    this.work = work;
    this.session = session;
    this.store = store;
    this.config = config;
  }

  @Nonconcurrent
  @Scheduled(identity = "give-up-features-1", every = "15m", delayed = "4m")
  void tick() {
    giveUp(BEING_READ);
  }

  /**
   * Gives up what is too much.
   *
   * @param reading what was used within this time stays for now, unless its data set was deleted
   * @return how many were given up
   */
  public int giveUp(Duration reading) {
    List<Tuple> tooMany =
        across.inTransaction(
            system ->
                system
                    .createNativeQuery(TOO_MANY, Tuple.class)
                    .setParameter("kept", config.featuresKept().asLongValue())
                    .setParameter("reading", reading.toSeconds())
                    .setParameter("batch", BATCH)
                    .list());
    int done = 0;
    for (Tuple row : tooMany) {
      try {
        store.delete(new ObjectKey(row.get(2, String.class)));
        forget(new TeamRef(row.get(0, UUID.class)), row.get(1, UUID.class));
        done++;
      } catch (RuntimeException e) {
        LOG.errorf(e, "Could not give up the features %s; the next tick tries again", row.get(2));
      }
    }
    return done;
  }

  /** They lie among what the run has written, which is deleted with it. */
  void purge(@Observes RunPurged run) {
    forget(run.team(), run.run());
  }

  private void forget(TeamRef team, UUID run) {
    work.run(
        team,
        () ->
            session
                .createNativeMutationQuery("delete from kept_features where run_id = :run")
                .setParameter("run", run)
                .executeUpdate());
  }
}
