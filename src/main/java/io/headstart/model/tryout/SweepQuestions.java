package io.headstart.model.tryout;

import io.headstart.model.ModelConfig;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Looks for questions that are too old, and has them deleted. */
@ApplicationScoped
public class SweepQuestions {
  private static final Logger LOG = Logger.getLogger(SweepQuestions.class);

  /** At most so many at once, so that a tick stays short. */
  private static final int BATCH = 500;

  /** No worker that was given a question in time still reads its picture after this long. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final AcrossTeams across;
  private final DropQuestion drop;
  private final ModelConfig config;

  SweepQuestions(AcrossTeams across, DropQuestion drop, ModelConfig config) {
    this.across = across;
    this.drop = drop;
    this.config = config;
  }

  @Nonconcurrent
  @Scheduled(identity = "sweep-questions-1", every = "5m", delayed = "1m")
  void tick() {
    sweep();
  }

  /** Deletes what is too old; returns how many. */
  public int sweep() {
    int dropped = 0;
    for (Old old : old()) {
      try {
        drop.drop(old.team, old.question);
        dropped++;
      } catch (RuntimeException e) {
        LOG.errorf(e, "could not delete question %s; the next tick tries again", old.question);
      }
    }
    return dropped;
  }

  private List<Old> old() {
    return across.inTransaction(
        session ->
            session
                .createNativeQuery(
                    "select team_id, id from try_questions where created_at < clock_timestamp() -"
                        + " make_interval(secs => ?1) order by created_at limit ?2",
                    Object[].class)
                .setParameter(1, (double) config.questionsKept().plus(GRACE).toSeconds())
                .setParameter(2, BATCH)
                .getResultList()
                .stream()
                .map(row -> new Old(new TeamRef((UUID) row[0]), (UUID) row[1]))
                .toList());
  }

  private record Old(TeamRef team, UUID question) {}
}
