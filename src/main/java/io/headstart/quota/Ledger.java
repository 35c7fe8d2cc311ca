package io.headstart.quota;

import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.StatelessSession;

/**
 * What is held, by whom, under which limits: read and written inside the transaction of the one who
 * admits, across teams.
 */
@ApplicationScoped
public class Ledger {
  private static final Duration WINDOW = Duration.ofHours(24);

  private final QuotaConfig defaults;

  Ledger(QuotaConfig defaults) {
    this.defaults = defaults;
  }

  /** Everything that {@link Admission} needs to know but the requests. */
  public Admission.Books read(StatelessSession system) {
    return new Admission.Books(
        capacity(system),
        quotas(system),
        Quotas.defaultQuota(defaults),
        held(system),
        usedLately(system));
  }

  /**
   * Takes slots for an attempt whose row exists.
   *
   * @param longest they are given back at the latest after this long
   */
  public void reserve(
      StatelessSession system,
      Admission.Request request,
      int attempt,
      Admission.Books books,
      Duration longest) {
    system
        .createNativeMutationQuery(
            """
            insert into reservations (team_id, job_id, attempt, slot_class, slots,
              quota_at_admission, capacity_at_admission, until)
            values (:team, :job, :attempt, :class, :slots, :quota, :capacity,
              clock_timestamp() + :longest * interval '1 second')""")
        .setParameter("team", request.team().id())
        .setParameter("job", request.holder())
        .setParameter("attempt", attempt)
        .setParameter("class", request.slotClass())
        .setParameter("slots", request.slots())
        .setParameter("quota", books.quota(request.team(), request.slotClass()).slots())
        .setParameter("capacity", books.capacity(request.slotClass()))
        .setParameter("longest", longest.toSeconds())
        .executeUpdate();
  }

  private static Map<String, Integer> capacity(StatelessSession system) {
    var slots = new HashMap<String, Integer>();
    system
        .createNativeQuery("select slot_class, slots from capacity_classes", Tuple.class)
        .list()
        .forEach(row -> slots.put(row.get(0, String.class), row.get(1, Integer.class)));
    return slots;
  }

  private static Map<Admission.Share, TeamQuota> quotas(StatelessSession system) {
    var quotas = new HashMap<Admission.Share, TeamQuota>();
    system
        .createSelectionQuery("from TeamQuotaRow", TeamQuotaRow.class)
        .list()
        .forEach(
            row ->
                quotas.put(
                    new Admission.Share(new TeamRef(row.teamId), row.slotClass), row.quota()));
    return quotas;
  }

  private static List<Admission.Held> held(StatelessSession system) {
    return system
        .createNativeQuery(
            """
            select team_id, slot_class, slots, cast(greatest(0,
              extract(epoch from until - clock_timestamp())) as double precision)
            from reservations where released_at is null""",
            Tuple.class)
        .list()
        .stream()
        .map(
            row ->
                new Admission.Held(
                    new TeamRef(row.get(0, UUID.class)),
                    row.get(1, String.class),
                    row.get(2, Integer.class),
                    Duration.ofMillis((long) (row.get(3, Double.class) * 1000))))
        .toList();
  }

  /** Slot-seconds of the last 24 hours. */
  private static Map<Admission.Share, Double> usedLately(StatelessSession system) {
    var used = new HashMap<Admission.Share, Double>();
    system
        .createNativeQuery(
            """
            select team_id, slot_class, cast(sum(slots * extract(epoch from
              coalesce(released_at, clock_timestamp())
                - greatest(created_at, clock_timestamp() - :window * interval '1 second')))
              as double precision)
            from reservations
            where released_at is null
              or released_at > clock_timestamp() - :window * interval '1 second'
            group by team_id, slot_class""",
            Tuple.class)
        .setParameter("window", WINDOW.toSeconds())
        .list()
        .forEach(
            row ->
                used.put(
                    new Admission.Share(
                        new TeamRef(row.get(0, UUID.class)), row.get(1, String.class)),
                    row.get(2, Double.class)));
    return used;
  }
}
