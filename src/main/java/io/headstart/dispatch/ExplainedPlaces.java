package io.headstart.dispatch;

import io.headstart.job.JobKinds;
import io.headstart.job.JobRef;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import io.headstart.job.StartRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Reads what the last admission wrote beside a waiting job. */
@ApplicationScoped
class ExplainedPlaces implements QueuePlaces {
  /** What the team itself holds is all that such a job waits for. */
  private static final String OWN = "TEAM_LIMIT";

  private static final Set<String> SLOTS = Set.of(OWN, "CAPACITY", "TURN");
  private static final int NAMED = 3;

  private final StatelessSession session;
  private final JobKinds kinds;

  ExplainedPlaces(StatelessSession session, JobKinds kinds) {
    this.session = session;
    this.kinds = kinds;
  }

  @Override
  public Optional<QueuePlace> of(JobRef job) {
    return session
        .createNativeQuery(
            """
            select coalesce(waiting_detail, reason_detail) as words, waiting_code as code,
              queue_place as place, slot_class as class, coalesce(others_hold, 0) as others,
              starts_from, starts_to, clock_timestamp() as now
            from jobs where id = :job and state = 'QUEUED'""",
            Tuple.class)
        .setParameter("job", job.id())
        .uniqueResultOptional()
        .map(row -> place(job, row));
  }

  private QueuePlace place(JobRef job, Tuple row) {
    String code = row.get("code", String.class);
    boolean forSlots = code != null && SLOTS.contains(code);
    List<Tuple> holders = forSlots ? holders(row.get("class", String.class)) : List.of();
    int others = forSlots && !OWN.equals(code) ? row.get("others", Integer.class) : 0;
    Integer place = row.get("place", Integer.class);
    Instant from = row.get("starts_from", Instant.class);
    StartRange start =
        from == null ? null : new StartRange(from, row.get("starts_to", Instant.class));
    return new QueuePlace(
        words(row, place, start, by(job, holders, others)),
        place,
        holders.stream().map(one -> new JobRef(job.team(), one.get(0, UUID.class))).toList(),
        others,
        start);
  }

  private static String words(
      Tuple row, @Nullable Integer place, @Nullable StartRange start, String by) {
    var words = new StringBuilder(row.get("words", String.class)).append(by);
    if (place != null) {
      words.append("; ").append(ordinal(place)).append(" in line");
    }
    if (start != null) {
      words.append(", ").append(start.words(row.get("now", Instant.class)));
    }
    return words.toString();
  }

  /** Who holds the slots: the team's own by name, others' as a number. */
  private String by(JobRef job, List<Tuple> holders, int others) {
    var names = new ArrayList<String>();
    for (Tuple one : holders) {
      if (names.size() < NAMED) {
        kinds
            .named(one.get(1, String.class))
            .label(new JobRef(job.team(), one.get(0, UUID.class)))
            .ifPresent(names::add);
      }
    }
    int more = holders.size() - names.size();
    if (more > 0) {
      names.add(more + (names.isEmpty() ? "" : " more") + " of this team");
    }
    if (others > 0) {
      names.add(others + " of other teams");
    }
    if (names.isEmpty()) {
      return "";
    }
    String last = names.remove(names.size() - 1);
    return " (" + (names.isEmpty() ? "" : String.join(", ", names) + " and ") + last + ")";
  }

  private List<Tuple> holders(String slotClass) {
    return session
        .createNativeQuery(
            """
            select r.job_id, j.kind from reservations r
              join jobs j on j.team_id = r.team_id and j.id = r.job_id
            where r.released_at is null and r.slot_class = :class
            order by r.created_at, r.job_id""",
            Tuple.class)
        .setParameter("class", slotClass)
        .list();
  }

  static String ordinal(int n) {
    int tens = n % 100;
    String ending =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (n % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return n + ending;
  }
}
