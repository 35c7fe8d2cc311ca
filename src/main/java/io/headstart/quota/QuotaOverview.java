package io.headstart.quota;

import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** What the admin's page shows of limits, capacity and their changes. */
@ApplicationScoped
public class QuotaOverview {
  private final AcrossTeams across;
  private final Ledger ledger;

  QuotaOverview(AcrossTeams across, Ledger ledger) {
    this.across = across;
    this.ledger = ledger;
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
                              .sum()))
              .sorted(Comparator.comparing(Capacity::slotClass))
              .toList();
        });
  }

  /**
   * A page of teams with each class, the newest team first.
   *
   * @param page from 1
   * @param size teams on a page
   */
  public List<TeamLimits> teams(int page, int size) {
    return across.inTransaction(
        session -> {
          var books = ledger.read(session);
          var all = new ArrayList<TeamLimits>();
          for (Tuple row :
              session
                  .createNativeQuery(
                      "select id, slug, name from teams order by created_at desc, slug",
                      Tuple.class)
                  .setFirstResult((page - 1) * size)
                  .setMaxResults(size)
                  .list()) {
            var team = new TeamRef(row.get(0, UUID.class));
            books.capacities().keySet().stream()
                .sorted()
                .forEach(
                    slotClass ->
                        all.add(
                            new TeamLimits(
                                team,
                                row.get(1, String.class),
                                row.get(2, String.class),
                                slotClass,
                                books.quota(team, slotClass),
                                !books.quotas().containsKey(new Admission.Share(team, slotClass)),
                                held(books, team, slotClass))));
          }
          return all;
        });
  }

  /** The latest changes of limits and capacity, the newest first. */
  public List<Change> changes(int limit) {
    return across.inTransaction(session -> changes(session, limit));
  }

  private static List<Change> changes(StatelessSession session, int limit) {
    return session
        .createNativeQuery(
            """
            select t.name, c.slot_class, c.before, c.after, c.changed_by, c.changed_at
            from team_quota_changes c join teams t on t.id = c.team_id
            union all
            select null, slot_class, slots_before || ' slots', slots_after || ' slots', changed_by, changed_at
            from capacity_changes order by changed_at desc limit :limit""",
            Tuple.class)
        .setParameter("limit", limit)
        .list()
        .stream()
        .map(
            row ->
                new Change(
                    row.get(0, String.class),
                    row.get(1, String.class),
                    row.get(2, String.class),
                    row.get(3, String.class),
                    row.get(4, UUID.class),
                    row.get(5, Instant.class)))
        .toList();
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
   */
  public record Capacity(String slotClass, int slots, int held) {}

  /**
   * A team's limits for one class.
   *
   * @param quota as they hold now
   * @param byDefault whether they are the settings' and not its own
   * @param held slots that it uses now
   */
  public record TeamLimits(
      TeamRef team,
      String slug,
      String name,
      String slotClass,
      TeamQuota quota,
      boolean byDefault,
      int held) {}

  /**
   * A change by an admin.
   *
   * @param team the team's name, or null when the capacity changed
   * @param before in words, or null when the default of the settings held
   * @param after in words
   * @param by the admin, or null for Headstart itself
   */
  public record Change(
      @Nullable String team,
      String slotClass,
      @Nullable String before,
      String after,
      @Nullable UUID by,
      Instant at) {}
}
