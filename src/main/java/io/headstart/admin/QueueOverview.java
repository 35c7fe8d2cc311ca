package io.headstart.admin;

import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All jobs that wait or hold slots, of all teams: who, since when, and why. Never what a team does
 * with them: names of data, runs and models are not read.
 */
@ApplicationScoped
class QueueOverview {
  private final AcrossTeams across;

  QueueOverview(AcrossTeams across) {
    this.across = across;
  }

  /** Jobs that aren't done: by class, those that hold slots first, then by place. */
  List<Line> lines(int limit) {
    return across.inTransaction(
        database ->
            database
                .createNativeQuery(
                    "select t.name, j.kind, j.slot_class, j.slots, j.state,"
                        + " case when j.reason_code = 'STARTED' and j.attempt < 2 then ''"
                        + "   when j.state = 'QUEUED' and j.waiting_detail <> j.reason_detail"
                        + "   then concat_ws('. ', case when j.attempt > 0 then j.reason_detail end,"
                        + "     j.waiting_detail) else j.reason_detail end,"
                        + " j.queue_place, j.created_at"
                        + " from jobs j join teams t on t.id = j.team_id where j.state in"
                        + " ('QUEUED', 'STARTING', 'RUNNING', 'CANCELLING') order by"
                        + " j.slot_class desc, j.state = 'QUEUED', j.queue_place nulls last,"
                        + " j.created_at limit ?1",
                    Object[].class)
                .setParameter(1, limit)
                .getResultList()
                .stream()
                .map(
                    row ->
                        new Line(
                            (String) row[0],
                            (String) row[1],
                            (String) row[2],
                            ((Number) row[3]).intValue(),
                            (String) row[4],
                            (String) row[5],
                            row[6] == null ? null : ((Number) row[6]).intValue(),
                            (Instant) row[7]))
                .toList());
  }

  /**
   * A job.
   *
   * @param team name of its team
   * @param kind what is done, such as {@code train}
   * @param slotClass class of capacity
   * @param slots how many it holds or needs
   * @param state name of its {@code JobState}
   * @param reason why it's there, a sentence; empty when the state says it all
   * @param place in the queue of its class, or null
   * @param since when it was queued first
   */
  record Line(
      String team,
      String kind,
      String slotClass,
      int slots,
      String state,
      String reason,
      @Nullable Integer place,
      Instant since) {}
}
