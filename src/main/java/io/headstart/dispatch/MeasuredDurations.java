package io.headstart.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.job.live.Eta;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** How long jobs held their slots lately, and how long those that hold them will go on. */
@ApplicationScoped
class MeasuredDurations {
  /** Fewer than these of a kind say nothing about the next. */
  private static final int FEWEST = 3;

  private static final int LATEST = 20;
  private static final int LOOKED_AT = 500;

  /** Durations of the latest successful jobs, by kind and class. */
  Map<Sort, Spread> ofLatest(StatelessSession system) {
    var all = new HashMap<Sort, Spread>();
    system
        .createNativeQuery(
            """
            select kind, slot_class, percentile_cont(0.2) within group (order by seconds),
              percentile_cont(0.8) within group (order by seconds)
            from (select j.kind, r.slot_class,
                cast(extract(epoch from r.released_at - r.created_at) as double precision) as seconds,
                row_number() over (partition by j.kind, r.slot_class order by r.released_at desc) as n
              from (select * from reservations where released_at is not null
                  order by released_at desc limit :looked) r
                join jobs j on j.team_id = r.team_id and j.id = r.job_id
              where j.state = 'SUCCEEDED' and j.result_attempt = r.attempt) latest
            where n <= :latest group by kind, slot_class having count(*) >= :fewest""",
            Tuple.class)
        .setParameter("looked", LOOKED_AT)
        .setParameter("latest", LATEST)
        .setParameter("fewest", FEWEST)
        .list()
        .forEach(
            row ->
                all.put(
                    new Sort(row.get(0, String.class), row.get(1, String.class)),
                    new Spread(row.get(2, Double.class), row.get(3, Double.class))));
    return all;
  }

  /** What is held now. */
  List<Holding> held(StatelessSession system) {
    return system
        .createNativeQuery(
            """
            select r.team_id, r.slot_class, r.slots, j.kind,
              cast(extract(epoch from clock_timestamp() - r.created_at) as double precision),
              case when j.state = 'RUNNING' then j.progress end
            from reservations r join jobs j on j.team_id = r.team_id and j.id = r.job_id
            where r.released_at is null""",
            Tuple.class)
        .list()
        .stream()
        .map(
            row ->
                new Holding(
                    new TeamRef(row.get(0, UUID.class)),
                    new Sort(row.get(3, String.class), row.get(1, String.class)),
                    row.get(2, Integer.class),
                    row.get(4, Double.class),
                    eta(row.get(5, String.class)).orElse(null)))
        .toList();
  }

  private static Optional<Eta> eta(@Nullable String progress) {
    if (progress == null) {
      return Optional.empty();
    }
    try {
      return Eta.of(Protocol.json().readValue(progress, Heartbeat.Progress.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("jobs.progress is not a Progress: " + progress, e);
    }
  }

  /** Jobs whose durations are compared. */
  record Sort(String kind, String slotClass) {}

  /**
   * Seconds that a job takes.
   *
   * @param low one in five takes less
   * @param high one in five takes more
   */
  record Spread(double low, double high) {}

  /**
   * Slots that are held.
   *
   * @param seconds for how long already
   * @param eta of the phase that its worker is in, or null
   */
  record Holding(TeamRef team, Sort sort, int slots, double seconds, @Nullable Eta eta) {
    /** Seconds until it ends at the earliest; a job whose kind was not measured tells nothing. */
    double low(@Nullable Spread measured) {
      if (measured == null) {
        return Double.POSITIVE_INFINITY;
      }
      double left = Math.max(0, measured.low() - seconds);
      return eta == null ? left : Math.max(left, (double) eta.lowSeconds());
    }

    /** Seconds until it ends at the latest; one that exceeds what was measured tells nothing. */
    double high(@Nullable Spread measured) {
      if (measured == null || (eta == null && seconds > measured.high())) {
        return Double.POSITIVE_INFINITY;
      }
      double left = Math.max(0, measured.high() - seconds);
      return eta == null ? left : Math.max(left, (double) eta.highSeconds());
    }
  }
}
