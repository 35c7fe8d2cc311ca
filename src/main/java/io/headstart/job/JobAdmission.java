package io.headstart.job;

import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** What the one leader that admits reads and writes of jobs, inside its transaction over teams. */
@ApplicationScoped
public class JobAdmission {
  /** An estimate that moves by less is not worth a write in each round. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  JobAdmission() {}

  /**
   * All jobs that wait, the oldest first. All: whoever left some out would let a team with a long
   * queue keep the others from being seen.
   */
  public List<Waiting> waiting(StatelessSession system) {
    return system
        .createNativeQuery(
            """
            select j.team_id, t.name, j.id, j.kind, j.slot_class, j.slots, j.priority, j.created_at,
              j.longest_seconds, j.attempt,
              coalesce(j.not_before <= clock_timestamp(), true) as ready, j.max_attempts,
              j.held_for, j.moved_at, j.waiting_code, j.waiting_detail, j.queue_place, j.others_hold,
              j.starts_from, j.starts_to
            from jobs j join teams t on t.id = j.team_id
            where j.state = 'QUEUED' order by j.created_at, j.id""",
            Tuple.class)
        .list()
        .stream()
        .map(JobAdmission::waiting)
        .toList();
  }

  private static Waiting waiting(Tuple row) {
    return new Waiting(
        new JobRef(new TeamRef(row.get(0, UUID.class)), row.get(2, UUID.class)),
        row.get(1, String.class),
        row.get(3, String.class),
        row.get(4, String.class),
        row.get(5, Integer.class),
        row.get(6, Integer.class),
        row.get(7, Instant.class),
        Duration.ofSeconds(row.get(8, Long.class)),
        row.get(9, Integer.class),
        row.get(11, Integer.class),
        row.get(10, Boolean.class),
        row.get(12, String.class),
        row.get(13, Instant.class),
        row.get(14, String.class) == null ? null : said(row));
  }

  private static Said said(Tuple row) {
    Instant from = row.get(18, Instant.class);
    return new Said(
        row.get(14, String.class),
        row.get(15, String.class),
        row.get(16, Integer.class),
        row.get(17, Integer.class),
        from == null ? null : new StartRange(from, row.get(19, Instant.class)));
  }

  /**
   * QUEUED → STARTING with a new attempt. How far the one before it had come is forgotten.
   *
   * @param startDeadline it is given up when no worker has begun by then
   * @return the attempt, or null when somebody else moved the job first
   */
  public @Nullable AttemptRef admit(StatelessSession system, Waiting job, Duration startDeadline) {
    int moved =
        system
            .createNativeMutationQuery(
                """
                update jobs set state = 'STARTING', attempt = attempt + 1, not_before = null,
                  progress = null,
                  reason_code = 'ADMITTED', reason_detail = :detail,
                  waiting_code = null, waiting_detail = null, queue_place = null, moved_at = null,
                  starts_from = null, starts_to = null, others_hold = null
                where team_id = :team and id = :job and state = 'QUEUED' and attempt = :before""")
            .setParameter("team", job.ref().team().id())
            .setParameter("job", job.ref().id())
            .setParameter("before", job.attempts())
            .setParameter(
                "detail",
                job.attempts() == 0
                    ? "Its worker is being started"
                    : "Its worker is being started, attempt %d of %d"
                        .formatted(job.attempts() + 1, job.maxAttempts()))
            .executeUpdate();
    if (moved == 0) {
      return null;
    }
    var attempt = new AttemptRef(job.ref(), job.attempts() + 1);
    system
        .createNativeMutationQuery(
            """
            insert into attempts (team_id, job_id, number, state, epoch, lease_until, longest_until)
            select :team, :job, :number, 'CREATED', epoch,
              clock_timestamp() + :deadline * interval '1 second',
              clock_timestamp() + (:deadline + :longest) * interval '1 second'
            from attempt_epochs""")
        .setParameter("team", job.ref().team().id())
        .setParameter("job", job.ref().id())
        .setParameter("number", attempt.number())
        .setParameter("deadline", startDeadline.toMillis() / 1000.0)
        .setParameter("longest", (double) job.longest().toSeconds())
        .executeUpdate();
    return attempt;
  }

  /** Writes what waiting jobs wait for, in one statement. */
  public void explain(StatelessSession system, Map<JobRef, Said> said) {
    if (said.isEmpty()) {
      return;
    }
    system
        .createNativeMutationQuery(
            """
            update jobs set waiting_code = said.code, waiting_detail = said.words,
              queue_place = said.place, others_hold = said.others, starts_from = said.earliest,
              starts_to = said.latest
            from jsonb_to_recordset(cast(:rows as jsonb)) as said (team uuid, job uuid, code text,
              words text, place int, others int, earliest timestamptz, latest timestamptz)
            where team_id = said.team and id = said.job and state = 'QUEUED'""")
        .setParameter("rows", json(said))
        .executeUpdate();
  }

  private static String json(Map<JobRef, Said> said) {
    var rows = Protocol.json().createArrayNode();
    said.forEach(
        (job, one) -> {
          var row =
              rows.addObject()
                  .put("team", job.team().id().toString())
                  .put("job", job.id().toString())
                  .put("code", one.code())
                  .put("words", one.words())
                  .put("place", one.place())
                  .put("others", one.othersHold());
          if (one.start() != null) {
            row.put("earliest", one.start().from().toString());
            row.put("latest", one.start().to().toString());
          }
        });
    return rows.toString();
  }

  /**
   * A job that waits.
   *
   * @param teamName name of its team
   * @param since when it was queued first; a retry keeps its age
   * @param attempts attempts so far
   * @param ready false while a retry must not begin yet
   * @param heldFor why an admin holds it back, or null
   * @param movedAt when an admin moved it to the front, or null
   * @param said what the last admission said of it, or null before the first
   */
  public record Waiting(
      JobRef ref,
      String teamName,
      String kind,
      String slotClass,
      int slots,
      int priority,
      Instant since,
      Duration longest,
      int attempts,
      int maxAttempts,
      boolean ready,
      @Nullable String heldFor,
      @Nullable Instant movedAt,
      @Nullable Said said) {}

  /**
   * What admission says of a job that goes on waiting.
   *
   * @param code for what it waits, for machines
   * @param words for what, one sentence without full stop
   * @param place in the queue of its class, from 1
   * @param othersHold jobs of other teams that hold slots of its class
   * @param start when it will begin, or null where that can't be told from what was measured
   */
  public record Said(
      String code, String words, int place, int othersHold, @Nullable StartRange start) {
    /** Whether it reads like the other; an estimate that moved a little reads the same. */
    public boolean readsLike(Said other) {
      return code.equals(other.code)
          && words.equals(other.words)
          && place == other.place
          && othersHold == other.othersHold
          && (start == null
              ? other.start == null
              : other.start != null && start.isWithin(SLACK, other.start));
    }
  }
}
