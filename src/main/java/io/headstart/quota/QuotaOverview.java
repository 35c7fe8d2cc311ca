package io.headstart.quota;

import io.headstart.platform.database.Column;
import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** What the admin's page shows of limits, capacity and their changes. */
@ApplicationScoped
public class QuotaOverview {
  private final AcrossTeams across;
  private final Ledger ledger;
  private final StorageLimits storage;

  QuotaOverview(AcrossTeams across, Ledger ledger, StorageLimits storage) {
    this.across = across;
    this.ledger = ledger;
    this.storage = storage;
  }

  /** All classes by name. */
  public List<Capacity> capacities() {
    return across.inTransaction(
        session -> {
          var books = ledger.read(session);
          return books.capacities().entrySet().stream()
              .map(
                  one ->
                      new Capacity(
                          one.getKey(),
                          one.getValue(),
                          books.held().stream()
                              .filter(held -> held.slotClass().equals(one.getKey()))
                              .mapToInt(Admission.Held::slots)
                              .sum(),
                          books.drained().get(one.getKey())))
              .sorted(Comparator.comparing(Capacity::slotClass).reversed())
              .toList();
        });
  }

  /** One class over all teams. */
  public Sums sums(String slotClass) {
    return across.inTransaction(
        session -> {
          var books = ledger.read(session);
          var teams = Column.of(session, "select id from teams", UUID.class).list();
          var quotas = teams.stream().map(id -> books.quota(new TeamRef(id), slotClass)).toList();
          return new Sums(
              quotas.stream().mapToInt(TeamQuota::slots).sum(),
              quotas.stream().mapToInt(TeamQuota::guaranteed).sum(),
              waiting(session, slotClass).values().stream().mapToInt(Integer::intValue).sum(),
              books.byDefault(slotClass),
              storage.limits(session).byDefault());
        });
  }

  /**
   * A page of teams with their limits for one class, the newest team first.
   *
   * @param page from 1
   * @param size teams on a page
   */
  public List<TeamLimits> teams(String slotClass, int page, int size) {
    return teams(slotClass, null, page, size);
  }

  /** One team's limits for one class; empty when there is no such team. */
  public Optional<TeamLimits> team(String slotClass, String slug) {
    return teams(slotClass, slug, 1, 1).stream().findFirst();
  }

  /** Bytes that a team stores. */
  public long stored(TeamRef team) {
    return across.inTransaction(session -> storage.stored(session).getOrDefault(team, 0L));
  }

  private List<TeamLimits> teams(String slotClass, @Nullable String slug, int page, int size) {
    return across.inTransaction(
        session -> {
          var books = ledger.read(session);
          var waiting = waiting(session, slotClass);
          var stored = storage.stored(session);
          var limits = storage.limits(session);
          return session
              .createNativeQuery(
                  """
                  select id, slug, name,
                    (select count(*) from memberships m where m.team_id = teams.id)
                  from teams where slug = :slug or cast(:slug as text) is null
                  order by created_at desc, slug""",
                  Tuple.class)
              .setParameter("slug", slug)
              .setFirstResult((page - 1) * size)
              .setMaxResults(size)
              .list()
              .stream()
              .map(
                  row -> {
                    var team = new TeamRef(row.get(0, UUID.class));
                    return new TeamLimits(
                        team,
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, Long.class),
                        slotClass,
                        books.quota(team, slotClass),
                        !books.quotas().containsKey(new Admission.Share(team, slotClass)),
                        held(books, team, slotClass),
                        waiting.getOrDefault(team, 0),
                        books.usedThisMonth(team, slotClass) / 3600,
                        stored.getOrDefault(team, 0L),
                        limits.of(team));
                  })
              .toList();
        });
  }

  /** Slots that waiting jobs want, by team. */
  private static Map<TeamRef, Integer> waiting(StatelessSession session, String slotClass) {
    var wanted = new HashMap<TeamRef, Integer>();
    session
        .createNativeQuery(
            """
            select team_id, cast(sum(slots) as int) from jobs
            where state = 'QUEUED' and slot_class = :class group by team_id""",
            Tuple.class)
        .setParameter("class", slotClass)
        .list()
        .forEach(row -> wanted.put(new TeamRef(row.get(0, UUID.class)), row.get(1, Integer.class)));
    return wanted;
  }

  /** The latest changes of limits and capacity, the newest first. */
  public List<Change> changes(int limit) {
    return across.inTransaction(session -> changes(session, limit));
  }

  private static List<Change> changes(StatelessSession session, int limit) {
    return session
        .createNativeQuery(
            """
            select c.what, c.slot_class, c.before, c.after, u.name, c.changed_at, c.in_slots from (
              select t.name as what, q.slot_class, q.before, q.after, q.changed_by, q.changed_at,
                false as in_slots
              from team_quota_changes q join teams t on t.id = q.team_id
              union all
              select 'Defaults', slot_class, before, after, changed_by, changed_at, false
              from quota_default_changes
              union all
              select 'Capacity', slot_class, cast(slots_before as text), cast(slots_after as text),
                changed_by, changed_at, true
              from capacity_changes) c left join users u on u.id = c.changed_by
            order by c.changed_at desc limit :limit""",
            Tuple.class)
        .setParameter("limit", limit)
        .list()
        .stream()
        .map(QuotaOverview::change)
        .toList();
  }

  private static Change change(Tuple row) {
    boolean inSlots = row.get(6, Boolean.class);
    String before = row.get(2, String.class);
    String after = row.get(3, String.class);
    return new Change(
        row.get(0, String.class),
        row.get(1, String.class),
        inSlots ? Say.counted(Integer.valueOf(before), "slot") : before,
        inSlots ? Say.counted(Integer.valueOf(after), "slot") : after,
        row.get(4, String.class),
        row.get(5, Instant.class));
  }

  private static int held(Admission.Books books, TeamRef team, String slotClass) {
    return books.held().stream()
        .filter(one -> one.team().equals(team) && one.slotClass().equals(slotClass))
        .mapToInt(Admission.Held::slots)
        .sum();
  }

  /**
   * A class of capacity.
   *
   * @param slots slots that there are
   * @param held slots in use now
   * @param drainedFor why nothing new starts in it, or null
   */
  public record Capacity(String slotClass, int slots, int held, @Nullable String drainedFor) {
    /** The whole of its bar, when jobs that wait want so many slots. */
    public int whole(int wanted) {
      return Math.max(1, Math.max(slots, held + wanted));
    }
  }

  /**
   * One class over all teams.
   *
   * @param limits what all teams may hold, added up
   * @param guaranteed what is promised to teams, added up
   * @param wanted slots that waiting jobs want
   * @param byDefault limits of teams without their own
   * @param storageByDefault bytes that such a team may store
   */
  public record Sums(
      int limits, int guaranteed, int wanted, TeamQuota byDefault, long storageByDefault) {}

  /**
   * A team's limits for one class, and what it uses.
   *
   * @param members how many people belong to it
   * @param quota as they hold now
   * @param byDefault whether they are the defaults and not its own
   * @param held slots that it uses now
   * @param waiting slots that its waiting jobs want
   * @param hours slot-hours of this month
   * @param stored bytes that it stores, of all kinds
   * @param storageLimit bytes that it may store
   */
  public record TeamLimits(
      TeamRef team,
      String slug,
      String name,
      long members,
      String slotClass,
      TeamQuota quota,
      boolean byDefault,
      int held,
      int waiting,
      double hours,
      long stored,
      long storageLimit) {
    /** The largest of what may and what would be held: the whole of its bar. */
    public int slotsWhole() {
      return Math.max(1, Math.max(quota.slots(), held + waiting));
    }

    /** Slots that waiting jobs want, in words; empty when none wait. */
    public String wanted() {
      return waiting == 0 ? "" : waiting + " wanted";
    }

    /** Whether nothing more can be stored. */
    public boolean full() {
      return stored >= storageLimit;
    }

    /** Whether nothing new starts this month. */
    public boolean usedUp() {
      return quota.isUsedUp(hours * 3600);
    }

    /** The whole of the bar of hours. */
    public double hoursWhole() {
      return Math.max(
          1, quota.hoursPerMonth() == null ? hours : Math.max(quota.hoursPerMonth(), hours));
    }

    /** The whole of the bar of bytes. */
    public long storageWhole() {
      return Math.max(1, Math.max(storageLimit, stored));
    }
  }

  /**
   * A change by an admin.
   *
   * @param what the team's name, Defaults or Capacity
   * @param slotClass class, or null for storage
   * @param before in words, or null when the defaults held
   * @param after in words
   * @param by name of the admin, or null for Headstart itself
   */
  public record Change(
      String what,
      @Nullable String slotClass,
      @Nullable String before,
      String after,
      @Nullable String by,
      Instant at) {}
}
