package io.headstart.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * Takes in what a heartbeat reports; team work, the job's row locked by the caller. What has come
 * before is left out, so that a repeat takes no number of the feed. Lines after the 20,000th of an
 * attempt are left out too: the whole log stands in the store.
 */
@ApplicationScoped
public class AttemptReports {
  private final StatelessSession session;
  private final KeptSeries series;

  AttemptReports(StatelessSession session, KeptSeries series) {
    this.session = session;
    this.series = series;
  }

  /** Writes points, then log lines, then the progress. */
  public void take(AttemptRef attempt, Heartbeat heartbeat) {
    advance(attempt, series.take(attempt, heartbeat.points()));
    int lines =
        heartbeat.log().isEmpty()
            ? 0
            : insert(
                """
                insert into job_log (team_id, job_id, attempt, number, at_millis, text, seq)
                select :team, :job, :attempt, number, at, text,
                  (select feed_seq from jobs where team_id = :team and id = :job)
                    + row_number() over (order by number)
                from (
                  select distinct on (number) * from jsonb_to_recordset(cast(:rows as jsonb))
                    as sent (number bigint, at bigint, text text)) sent
                where number <= 20000 and not exists (
                  select 1 from job_log l where l.team_id = :team and l.job_id = :job
                    and l.attempt = :attempt and l.number = sent.number)""",
                attempt,
                heartbeat.log());
    advance(attempt, lines);
    beat(attempt, heartbeat);
  }

  private int insert(String sql, AttemptRef attempt, List<?> rows) {
    return session
        .createNativeMutationQuery(sql)
        .setParameter("team", attempt.job().team().id())
        .setParameter("job", attempt.job().id())
        .setParameter("attempt", attempt.number())
        .setParameter("rows", rows(rows))
        .executeUpdate();
  }

  private void advance(AttemptRef attempt, int by) {
    if (by > 0) {
      session
          .createNativeMutationQuery(
              "update jobs set feed_seq = feed_seq + :by where team_id = :team and id = :job")
          .setParameter("by", by)
          .setParameter("team", attempt.job().team().id())
          .setParameter("job", attempt.job().id())
          .executeUpdate();
    }
  }

  private void beat(AttemptRef attempt, Heartbeat heartbeat) {
    session
        .createNativeMutationQuery(
            """
            update jobs set last_beat_at = clock_timestamp(),
              progress = coalesce(cast(:progress as text), progress)
            where team_id = :team and id = :job and attempt = :attempt""")
        .setParameter("progress", heartbeat.progress() == null ? null : json(heartbeat.progress()))
        .setParameter("team", attempt.job().team().id())
        .setParameter("job", attempt.job().id())
        .setParameter("attempt", attempt.number())
        .executeUpdate();
  }

  /** Rows as {@code jsonb}, which may not hold the character NUL. */
  static String rows(List<?> rows) {
    return json(rows).replace("\\u0000", "\\uFFFD");
  }

  private static String json(Object value) {
    try {
      return Protocol.json().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
