package io.headstart.quota;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
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
  private static final String MONTH_BEGAN =
      "date_trunc('month', clock_timestamp() at time zone 'UTC') at time zone 'UTC'";

  private final QuotaConfig defaults;

  Ledger(QuotaConfig defaults) {
    this.defaults = defaults;
  }

  /** Everything that {@link Admission} needs to know but the requests. */
  public Admission.Books read(StatelessSession system) {
    return new Admission.Books(
        capacity(system),
        quotas(system),
        Quotas.defaults(system),
        Quotas.defaultQuota(defaults),
        held(system),
        usedLately(system),
        usedThisMonth(system),
        drained(system),
        Column.of(system, "select clock_timestamp()", Instant.class).getSingleResult());
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

  /** Who holds slots now, those admitted in this transaction included. */
  public Holders holders(StatelessSession system) {
    var count = new HashMap<Admission.Share, Integer>();
    system
        .createNativeQuery(
            "select team_id, slot_class from reservations where released_at is null", Tuple.class)
        .list()
        .forEach(
            row ->
                count.merge(
                    new Admission.Share(
                        new TeamRef(row.get(0, UUID.class)), row.get(1, String.class)),
                    1,
                    Integer::sum));
    return new Holders(count);
  }

  /**
   * How many hold slots.
   *
   * @param count by team and class
   */
  public record Holders(Map<Admission.Share, Integer> count) {
    /** Holders of a class that belong to other teams. */
    public int others(TeamRef team, String slotClass) {
      return count.entrySet().stream()
          .filter(
              one ->
                  one.getKey().slotClass().equals(slotClass) && !one.getKey().team().equals(team))
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
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

  private static Map<String, String> drained(StatelessSession system) {
    var drained = new HashMap<String, String>();
    system
        .createNativeQuery(
            "select slot_class, drained_for from capacity_classes where drained_for is not null",
            Tuple.class)
        .list()
        .forEach(row -> drained.put(row.get(0, String.class), row.get(1, String.class)));
    return drained;
  }

  private static Map<Admission.Share, Double> usedLately(StatelessSession system) {
    return used(
        system,
        """
        select team_id, slot_class, slots * extract(epoch from
          coalesce(released_at, clock_timestamp())
            - greatest(created_at, clock_timestamp() - interval '24 hours')) as slot_seconds
        from reservations
        where released_at is null or released_at > clock_timestamp() - interval '24 hours'""");
  }

  /** What {@link AddUpUsage} has added up, what was released since, and what is held. */
  private static Map<Admission.Share, Double> usedThisMonth(StatelessSession system) {
    return used(
        system,
        """
        select team_id, slot_class, slot_seconds from slot_usage
        where month = cast(date_trunc('month', clock_timestamp() at time zone 'UTC') as date)
        union all
        select team_id, slot_class, slots * extract(epoch from released_at - greatest(created_at, %1$s))
        from reservations
        where released_at >= greatest(%1$s, (select until from slot_usage_until))
        union all
        select team_id, slot_class, slots * extract(epoch from clock_timestamp() - greatest(created_at, %1$s))
        from reservations where released_at is null"""
            .formatted(MONTH_BEGAN));
  }

  /** Adds up slot-seconds, which {@code parts} selects. */
  private static Map<Admission.Share, Double> used(StatelessSession system, String parts) {
    var used = new HashMap<Admission.Share, Double>();
    system
        .createNativeQuery(
            "select team_id, slot_class, cast(sum(slot_seconds) as double precision) from ("
                + parts
                + ") part group by team_id, slot_class",
            Tuple.class)
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
