package io.headstart.dispatch;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of the rows at any moment between two transactions. Each is a query that must
 * find nothing; tests ask after every step, the admin's health page asks now and then.
 */
@ApplicationScoped
public class Invariants {
  private static final Logger LOG = Logger.getLogger(Invariants.class);
  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put(
        "a job has one live attempt at most",
        """
        select job_id from attempts where state in ('CREATED', 'RUNNING')
        group by team_id, job_id having count(*) > 1""");
    QUERIES.put(
        "a team holds no more slots than its limit, now or when they were admitted",
        """
        select r.team_id from reservations r
          left join team_quotas q on q.team_id = r.team_id and q.slot_class = r.slot_class
        where r.released_at is null group by r.team_id, r.slot_class
        having sum(r.slots) > greatest(max(q.slots), max(r.quota_at_admission))""");
    QUERIES.put(
        "no more slots of a class are held than there are, now or when they were admitted",
        """
        select min(cast(r.job_id as text)) from reservations r join capacity_classes c using (slot_class)
        where r.released_at is null group by r.slot_class
        having sum(r.slots) > greatest(max(c.slots), max(r.capacity_at_admission))""");
    QUERIES.put(
        "slots are held exactly until the process is known to be gone",
        """
        select a.job_id from attempts a left join reservations r
          on r.team_id = a.team_id and r.job_id = a.job_id and r.attempt = a.number
        where r.job_id is null or (r.released_at is null) <> (a.gone_at is null)""");
    QUERIES.put(
        "a job has succeeded exactly if the attempt that it names has, with a verified manifest",
        """
        select j.id from jobs j left join attempts a
          on a.team_id = j.team_id and a.job_id = j.id and a.number = j.result_attempt
        where (j.state = 'SUCCEEDED')
          <> (a.state is not distinct from 'SUCCEEDED' and a.manifest_verified_at is not null)""");
    QUERIES.put(
        "one attempt at most succeeds, and its job then has",
        """
        select j.id from jobs j join attempts a on a.team_id = j.team_id and a.job_id = j.id
        where a.state = 'SUCCEEDED'
          and (j.state <> 'SUCCEEDED' or j.result_attempt <> a.number)""");
    QUERIES.put(
        "attempts are numbered densely and the job knows the latest",
        """
        select j.id from jobs j left join attempts a on a.team_id = j.team_id and a.job_id = j.id
        group by j.team_id, j.id, j.attempt
        having j.attempt <> count(a.number) or j.attempt <> coalesce(max(a.number), 0)""");
    QUERIES.put(
        "job and attempt agree",
        """
        select j.id from jobs j left join attempts a
          on a.team_id = j.team_id and a.job_id = j.id and a.number = j.attempt
        where not case j.state
          when 'STARTING' then a.state is not distinct from 'CREATED'
          when 'RUNNING' then a.state is not distinct from 'RUNNING'
          when 'CANCELLING' then coalesce(a.state in ('CREATED', 'RUNNING'), false)
          else coalesce(a.state not in ('CREATED', 'RUNNING'), true) end""");
    QUERIES.put(
        "the events lead from the beginning to the state of now, step by step",
        """
        select id from (
          select j.id, j.state, e.seq, e.from_state, e.to_state,
            lag(e.to_state) over (partition by j.team_id, j.id order by e.seq) as before,
            lead(e.seq) over (partition by j.team_id, j.id order by e.seq) as next
          from jobs j left join job_events e on e.team_id = j.team_id and e.job_id = j.id) chain
        where seq is null or from_state is distinct from before
          or (next is null and to_state <> state)""");
    QUERIES.put(
        "no entry of the feed has a number that was not given",
        """
        select j.id from jobs j join job_events e on e.team_id = j.team_id and e.job_id = j.id
        where e.seq > j.feed_seq""");
    QUERIES.put(
        "what was added up by month is what the reservations say",
        """
        select team_id, slot_class, month from slot_usage u full join (
          select team_id, slot_class, cast(date_trunc('month', released_at at time zone 'UTC') as date)
              as month, sum(slots * extract(epoch from released_at - greatest(created_at,
              date_trunc('month', released_at at time zone 'UTC') at time zone 'UTC'))) as said
          from reservations where released_at < (select until from slot_usage_until)
          group by 1, 2, 3) r using (team_id, slot_class, month)
        where abs(coalesce(u.slot_seconds, 0) - coalesce(r.said, 0)) > 1""");
  }

  private final AcrossTeams across;

  Invariants(AcrossTeams across) {
    this.across = across;
  }

  /** The query of each rule, for tests on a database that another program works on. */
  public static Map<String, String> queries() {
    return Collections.unmodifiableMap(QUERIES);
  }

  /** Asks all; empty when everything is as it must be. */
  public List<Violation> violations() {
    return across.inTransaction(
        session -> {
          var found = new ArrayList<Violation>();
          QUERIES.forEach((rule, query) -> found.addAll(ask(session, rule, query)));
          return List.copyOf(found);
        });
  }

  /**
   * Asks each by itself, for the admin's page: one that takes too long is said to have, and keeps
   * no other from its answer.
   */
  public List<Asked> asked() {
    var all = new ArrayList<Asked>();
    QUERIES.forEach(
        (rule, query) -> {
          long began = System.nanoTime();
          List<Violation> broken = patiently(rule, query);
          all.add(new Asked(rule, query, broken, (System.nanoTime() - began) / 1_000_000));
        });
    return List.copyOf(all);
  }

  private @Nullable List<Violation> patiently(String rule, String query) {
    try {
      return across.inTransaction(
          session -> {
            Column.of(session, "select set_config('statement_timeout', '10s', true)", String.class)
                .getSingleResult();
            return ask(session, rule, query);
          });
    } catch (RuntimeException e) {
      LOG.warnf(e, "the rule \"%s\" could not be asked", rule);
      return null;
    }
  }

  private static List<Violation> ask(StatelessSession session, String rule, String query) {
    return Column.of(
            session, "select cast(broken.* as text) from (" + query + ") broken", String.class)
        .list()
        .stream()
        .map(row -> new Violation(rule, row))
        .toList();
  }

  /**
   * A rule that was asked.
   *
   * @param query finds what breaks it
   * @param broken what breaks it; null when the database did not answer in time
   * @param millis how long the answer took
   */
  public record Asked(String rule, String query, @Nullable List<Violation> broken, long millis) {
    /** Whether it was asked to the end, whatever it found. */
    public boolean isAnswered() {
      return broken != null;
    }
  }

  /**
   * A rule that does not hold.
   *
   * @param rule what must be true
   * @param row ids of one thing of which it isn't
   */
  public record Violation(String rule, String row) {}
}
