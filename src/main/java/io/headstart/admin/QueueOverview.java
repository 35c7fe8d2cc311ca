package io.headstart.admin;

import io.headstart.job.StartRange;
import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * All jobs that wait or hold slots, of all teams: who, since when, and why. Never what a team does
 * with them: names of data, runs and models are not read.
 */
@ApplicationScoped
class QueueOverview {
  /** Rows of one page. */
  static final int PAGE = 100;

  private final AcrossTeams across;

  QueueOverview(AcrossTeams across) {
    this.across = across;
  }

  /**
   * Jobs that wait: by class, then by place.
   *
   * @param page from 1
   */
  Page<Waiting> waiting(int page) {
    return page(
        page,
        """
        select j.id, t.name, t.slug, j.kind, j.slot_class, j.slots, j.queue_place,
          concat_ws('. ', case when j.attempt > 0 then j.reason_detail end,
            coalesce(j.waiting_detail, j.reason_detail)), j.created_at,
          j.held_for is not null, j.moved_at is not null, j.starts_from, j.starts_to,
          clock_timestamp(), count(*) over () as of
        from jobs j join teams t on t.id = j.team_id where j.state = 'QUEUED'
        order by j.slot_class desc, j.queue_place nulls last, j.created_at, j.id""",
        QueueOverview::waiting);
  }

  private static Waiting waiting(Tuple row) {
    Instant from = row.get(11, Instant.class);
    return new Waiting(
        row.get(0, UUID.class),
        row.get(1, String.class),
        row.get(2, String.class),
        row.get(3, String.class),
        row.get(4, String.class),
        row.get(5, Integer.class),
        row.get(6, Integer.class),
        row.get(7, String.class),
        row.get(8, Instant.class),
        row.get(9, Boolean.class),
        row.get(10, Boolean.class),
        from == null
            ? ""
            : new StartRange(from, row.get(12, Instant.class)).words(row.get(13, Instant.class)));
  }

  /**
   * Jobs that hold slots, each with its worker; who was heard last comes last.
   *
   * @param page from 1
   */
  Page<Working> working(int page) {
    return page(
        page,
        """
        select j.id, t.name, j.kind, j.slot_class, r.slots, j.state, a.number,
          j.max_attempts, coalesce(a.worker_host, a.host, ''), coalesce(a.device, ''),
          a.pid, a.started_at, case when a.state = 'RUNNING' then
            cast(extract(epoch from clock_timestamp() - j.last_beat_at) as bigint) end,
          case when j.reason_code = 'STARTED' and j.attempt < 2 then ''
            else j.reason_detail end, count(*) over () as of
        from reservations r
          join attempts a on a.team_id = r.team_id and a.job_id = r.job_id
            and a.number = r.attempt
          join jobs j on j.team_id = r.team_id and j.id = r.job_id
          join teams t on t.id = r.team_id
        where r.released_at is null
        order by r.slot_class desc, 13 desc nulls first, r.created_at, j.id""",
        QueueOverview::working);
  }

  /** One page of what a query finds; the first where the one asked for is behind the last. */
  private <T> Page<T> page(int number, String query, Function<Tuple, T> row) {
    List<Tuple> rows =
        across.inTransaction(
            system ->
                system
                    .createNativeQuery(query + " limit :most offset :before", Tuple.class)
                    .setParameter("most", PAGE)
                    .setParameter("before", (number - 1L) * PAGE)
                    .list());
    if (rows.isEmpty()) {
      return number > 1 ? page(1, query, row) : new Page<>(List.of(), 1, 0);
    }
    return new Page<>(rows.stream().map(row).toList(), number, rows.get(0).get("of", Long.class));
  }

  private static Working working(Tuple row) {
    return new Working(
        row.get(0, UUID.class),
        row.get(1, String.class),
        row.get(2, String.class),
        row.get(3, String.class),
        row.get(4, Integer.class),
        row.get(5, String.class),
        row.get(6, Integer.class),
        row.get(7, Integer.class),
        row.get(8, String.class),
        row.get(9, String.class),
        row.get(10, Long.class),
        row.get(11, Instant.class),
        row.get(12, Long.class),
        row.get(13, String.class));
  }

  /** How long jobs have waited for their first worker in the last day, by class. */
  List<WaitTime> waits() {
    return across.inTransaction(QueueOverview::waits);
  }

  private static List<WaitTime> waits(StatelessSession system) {
    return system
        .createNativeQuery(
            """
            select slot_class, count(*),
              cast(percentile_cont(0.5) within group (order by seconds) as bigint),
              cast(percentile_cont(0.95) within group (order by seconds) as bigint)
            from (select r.slot_class, extract(epoch from r.created_at - j.created_at) as seconds
              from reservations r join jobs j on j.team_id = r.team_id and j.id = r.job_id
              where r.attempt = 1 and (r.released_at is null
                or r.released_at > clock_timestamp() - interval '24 hours')) started
            group by slot_class order by slot_class desc""",
            Tuple.class)
        .list()
        .stream()
        .map(
            row ->
                new WaitTime(
                    row.get(0, String.class),
                    row.get(1, Long.class),
                    Duration.ofSeconds(row.get(2, Long.class)),
                    Duration.ofSeconds(row.get(3, Long.class))))
        .toList();
  }

  /**
   * A page of a list that may be long.
   *
   * @param number of this page, from 1
   * @param of rows of all pages
   */
  record Page<T>(List<T> rows, int number, long of) {
    /** Number of the page before, or 0. */
    public int previous() {
      return number - 1;
    }

    /** Number of the page behind, or 0. */
    public int next() {
      return (long) number * PAGE < of ? number + 1 : 0;
    }
  }

  /**
   * A job that waits.
   *
   * @param team name of its team
   * @param kind what is done, such as {@code train}
   * @param slotClass class of capacity
   * @param slots how many it needs
   * @param place in the queue of its class, or null before admission has looked at it
   * @param reason what it waits for, a sentence
   * @param since when it was queued first
   * @param held whether an admin holds it back
   * @param moved whether an admin moved it to the front
   * @param starts when it will begin, in words; empty where that can't be told
   */
  record Waiting(
      UUID id,
      String team,
      String slug,
      String kind,
      String slotClass,
      int slots,
      @Nullable Integer place,
      String reason,
      Instant since,
      boolean held,
      boolean moved,
      String starts) {}

  /**
   * A job that holds slots, with its worker.
   *
   * @param state name of its {@code JobState}
   * @param host machine of its worker; empty before it has begun
   * @param device what it computes on; empty before it has begun
   * @param pid of a process on this server's machine, or null
   * @param startedAt when its worker began, or null
   * @param silentSeconds since its last heartbeat, or null before the first
   * @param reason why it's there; empty when the state says it all
   */
  record Working(
      UUID id,
      String team,
      String kind,
      String slotClass,
      int slots,
      String state,
      int attempt,
      int maxAttempts,
      String host,
      String device,
      @Nullable Long pid,
      @Nullable Instant startedAt,
      @Nullable Long silentSeconds,
      String reason) {
    /** After so long a worker is called quiet. */
    private static final long QUIET_SECONDS = 20;

    /** Whether nothing was heard for a while. */
    public boolean quiet() {
      return silentSeconds != null && silentSeconds >= QUIET_SECONDS;
    }

    /** Whether it can be cancelled. */
    public boolean cancellable() {
      return state.equals("STARTING") || state.equals("RUNNING");
    }
  }

  /**
   * How long jobs of a class waited.
   *
   * @param jobs how many began
   * @param median half of them waited for less
   * @param p95 nineteen of twenty waited for less
   */
  record WaitTime(String slotClass, long jobs, Duration median, Duration p95) {}
}
