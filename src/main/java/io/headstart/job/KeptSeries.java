package io.headstart.job;

import io.headstart.platform.database.Column;
import io.headstart.protocol.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.hibernate.query.MutationQuery;

/**
 * The points of a job's series as the database keeps them: each step once, at most {@link #MOST} a
 * series. A series that grows beyond is thinned to half, spikes and ends kept; the raw one stands
 * in the store. Team work, the job's row locked by the caller.
 */
@ApplicationScoped
class KeptSeries {
  /** Points of one series. */
  static final int MOST = 1_500;

  private static final int THINNED = MOST / 2;

  private final StatelessSession session;

  KeptSeries(StatelessSession session) {
    this.session = session;
  }

  /**
   * Writes new points down. Within a series they come in the order of their steps, so what is not
   * behind the last one has come before. What earlier attempts measured at these steps and later
   * ones is no longer true: this attempt goes on from a checkpoint before them.
   *
   * @return how many numbers of the job's feed they took
   */
  int take(AttemptRef attempt, List<Heartbeat.Point> points) {
    if (points.isEmpty()) {
      return 0;
    }
    String rows = AttemptReports.rows(points);
    of(
            attempt,
            """
            delete from job_points p using (
              select series, min(step) as step
              from jsonb_to_recordset(cast(:rows as jsonb)) as sent (series text, step bigint)
              group by series) begun
            where p.team_id = :team and p.job_id = :job and p.attempt < :attempt
              and p.series = begun.series and p.step >= begun.step""")
        .setParameter("attempt", attempt.number())
        .setParameter("rows", rows)
        .executeUpdate();
    int taken =
        of(
                attempt,
                """
                insert into job_points (team_id, job_id, series, step, epoch, value, attempt, seq)
                select :team, :job, series, step, epoch, value, :attempt,
                  (select feed_seq from jobs where team_id = :team and id = :job)
                    + row_number() over (order by step, series)
                from (
                  select distinct on (series, step) * from jsonb_to_recordset(cast(:rows as jsonb))
                    as sent (series text, step bigint, epoch int, value float8)) sent
                where not exists (
                  select 1 from job_points p where p.team_id = :team and p.job_id = :job
                    and p.series = sent.series and p.step >= sent.step)""")
            .setParameter("attempt", attempt.number())
            .setParameter("rows", rows)
            .executeUpdate();
    if (taken > 0) {
      thinLongOnes(attempt, points);
    }
    return taken;
  }

  private void thinLongOnes(AttemptRef attempt, List<Heartbeat.Point> sent) {
    Column.of(
            session,
            """
            select series from job_points
            where team_id = :team and job_id = :job and series in (:names)
            group by series having count(*) > :most""",
            String.class)
        .setParameter("team", attempt.job().team().id())
        .setParameter("job", attempt.job().id())
        .setParameterList(
            "names", sent.stream().map(Heartbeat.Point::series).collect(Collectors.toSet()))
        .setParameter("most", MOST)
        .list()
        .forEach(name -> thin(attempt, name));
  }

  private void thin(AttemptRef attempt, String name) {
    var all =
        session
            .createNativeQuery(
                """
                select series, step, epoch, value from job_points
                where team_id = :team and job_id = :job and series = :name order by step""",
                Tuple.class)
            .setParameter("team", attempt.job().team().id())
            .setParameter("job", attempt.job().id())
            .setParameter("name", name)
            .list()
            .stream()
            .map(JobFeed::point)
            .toList();
    of(
            attempt,
            """
            delete from job_points where team_id = :team and job_id = :job and series = :name
              and step <> all (:kept)""")
        .setParameter("name", name)
        .setParameter(
            "kept",
            Thinning.thin(all, THINNED).stream().map(Heartbeat.Point::step).toArray(Long[]::new))
        .executeUpdate();
  }

  private MutationQuery of(AttemptRef attempt, String sql) {
    return session
        .createNativeMutationQuery(sql)
        .setParameter("team", attempt.job().team().id())
        .setParameter("job", attempt.job().id());
  }
}
