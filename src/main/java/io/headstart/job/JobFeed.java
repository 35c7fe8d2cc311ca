package io.headstart.job;

import io.headstart.protocol.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;

/**
 * What a job's workers have reported, and its changes of state, as one sequence per job. Every
 * method must be called inside team work of the job's team; for another team's job it answers
 * nothing.
 */
@ApplicationScoped
public class JobFeed {
  /** Entries of one answer; whoever gets as many asks again. */
  public static final int PAGE = 2_000;

  private final StatelessSession session;

  JobFeed(StatelessSession session) {
    this.session = session;
  }

  /**
   * The entries after {@code id} in their order, at most {@link #PAGE}. None is ever added below
   * one that was seen: numbers are given under the job's row lock. Points that were thinned out of
   * a long series are missing, their numbers are given to nothing else.
   *
   * @param id number of the last entry seen, 0 for all
   */
  public List<FeedEvent> since(JobRef job, long id) {
    var events = new ArrayList<FeedEvent>();
    rows(
            "select * from job_points where job_id = :job and seq > :seq order by seq limit :limit",
            job,
            id)
        .forEach(row -> events.add(new FeedEvent.Point(seq(row), attempt(row), point(row))));
    rows(
            "select * from job_log where job_id = :job and seq > :seq order by seq limit :limit",
            job,
            id)
        .forEach(row -> events.add(new FeedEvent.Line(seq(row), attempt(row), line(row))));
    rows(
            "select * from job_events where job_id = :job and seq > :seq order by seq limit :limit",
            job,
            id)
        .forEach(row -> events.add(change(row)));
    events.sort(Comparator.comparingLong(FeedEvent::id));
    return List.copyOf(events.subList(0, Math.min(PAGE, events.size())));
  }

  /** All series by name, each in the order of its steps and with at most 1,500 points. */
  public Map<String, List<Heartbeat.Point>> points(JobRef job) {
    var series = new TreeMap<String, List<Heartbeat.Point>>();
    session
        .createNativeQuery(
            "select series, step, epoch, value from job_points where job_id = :job order by series, step",
            Tuple.class)
        .setParameter("job", job.id())
        .list()
        .forEach(
            row ->
                series
                    .computeIfAbsent(row.get("series", String.class), name -> new ArrayList<>())
                    .add(point(row)));
    return series;
  }

  /**
   * Lines of the log over all attempts, in the order in which they came.
   *
   * @param from number of the last line seen ({@link FeedEvent#id()}), 0 for the first
   * @param limit at most so many
   */
  public List<FeedEvent.Line> log(JobRef job, long from, int limit) {
    return session
        .createNativeQuery(
            "select * from job_log where job_id = :job and seq > :seq order by seq limit :limit",
            Tuple.class)
        .setParameter("job", job.id())
        .setParameter("seq", from)
        .setParameter("limit", limit)
        .list()
        .stream()
        .map(row -> new FeedEvent.Line(seq(row), attempt(row), line(row)))
        .toList();
  }

  private List<Tuple> rows(String sql, JobRef job, long seq) {
    return session
        .createNativeQuery(sql, Tuple.class)
        .setParameter("job", job.id())
        .setParameter("seq", seq)
        .setParameter("limit", PAGE)
        .list();
  }

  private static FeedEvent.Change change(Tuple row) {
    var from = row.get("from_state", String.class);
    return new FeedEvent.Change(
        seq(row),
        attempt(row),
        row.get("at", Instant.class),
        from == null ? null : JobState.valueOf(from),
        JobState.valueOf(row.get("to_state", String.class)),
        row.get("reason_code", String.class),
        row.get("reason_detail", String.class));
  }

  static Heartbeat.Point point(Tuple row) {
    return new Heartbeat.Point(
        row.get("series", String.class),
        row.get("step", Long.class),
        row.get("epoch", Integer.class),
        row.get("value", Double.class));
  }

  private static Heartbeat.LogLine line(Tuple row) {
    return new Heartbeat.LogLine(
        row.get("number", Long.class),
        row.get("at_millis", Long.class),
        row.get("text", String.class));
  }

  private static long seq(Tuple row) {
    return row.get("seq", Long.class);
  }

  private static int attempt(Tuple row) {
    return row.get("attempt", Integer.class);
  }
}
