package io.headstart.pages;

import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.QuotaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What each team may use of a class of capacity, and what it uses.
 *
 * @param settings limits where no admin has set any
 */
record LimitNumbers(QuotaConfig settings) {
  private static final long GIGABYTE = 1_000_000_000;

  /** A limit for whom: a team's id, or null for teams without their own. */
  private record Limit(
      @Nullable String team,
      boolean own,
      long slots,
      long guaranteed,
      long queued,
      Duration longest,
      @Nullable Long hours,
      long stored) {
    String words() {
      return "%s (%s guaranteed), %s, longest run %s, %s"
          .formatted(
              counted(slots, "slot"),
              Say.count(guaranteed),
              counted(queued, "queued job"),
              longest.toMinutes() < 60
                  ? longest.toMinutes() + " min"
                  : plain(longest.toMinutes() / 6 / 10.0) + " h",
              hours == null ? "any number of hours a month" : Say.count(hours) + " h a month");
    }
  }

  private static String counted(long n, String noun) {
    return Say.count(n) + " " + noun + (n == 1 ? "" : "s");
  }

  /** The rows of a source, or null for what this knows nothing of. */
  @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    String slotClass = page.named("class") == null ? "training" : page.named("class");
    return switch (source) {
      case "limit" ->
          rows.textsOfAll("select id, name, slug from teams").stream()
              .map(team -> used(team, page, rows, slotClass))
              .toList();
      case "sum" -> List.of(sum(rows, slotClass));
      case "edited" -> edited(page, rows, slotClass);
      case "effect" -> EffectNumbers.rows(page, rows, slotClass);
      default -> null;
    };
  }

  private Limit limit(@Nullable String team, String slotClass, Rows rows) {
    List<@Nullable String> row =
        rows.textsOfAll(
                """
                select q.team_id, coalesce(q.slots, d.slots, %d),
                  coalesce(q.guaranteed, d.guaranteed, %d), coalesce(q.queued_jobs, d.queued_jobs, %d),
                  coalesce(q.longest_seconds, d.longest_seconds, %d),
                  case when q.team_id is null then d.hours_per_month else q.hours_per_month end,
                  coalesce(l.bytes, (select bytes from storage_default), %d)
                from (select '%s') c (slot_class)
                  left join team_quotas q on q.slot_class = c.slot_class
                    and q.team_id = cast(nullif('%s', '') as uuid)
                  left join quota_defaults d on d.slot_class = c.slot_class
                  left join storage_limits l on l.team_id = cast(nullif('%s', '') as uuid)"""
                    .formatted(
                        settings.slots(),
                        settings.guaranteed(),
                        settings.queuedJobs(),
                        settings.longest().toSeconds(),
                        settings.storedBytes(),
                        slotClass,
                        team == null ? "" : team,
                        team == null ? "" : team))
            .get(0);
    return new Limit(
        team,
        row.get(0) != null,
        number(row.get(1)),
        number(row.get(2)),
        number(row.get(3)),
        Duration.ofSeconds(number(row.get(4))),
        row.get(5) == null ? null : (Long) number(row.get(5)),
        number(row.get(6)));
  }

  private static long number(@Nullable String text) {
    return Long.parseLong(String.valueOf(text));
  }

  private Map<String, Expected> used(
      List<@Nullable String> team, PageAt page, Rows rows, String slotClass) {
    Limit limit = limit(team.get(0), slotClass, rows);
    Rows own = new Rows(rows.app(), rows.system(), new TeamRef(UUID.fromString(team.get(0))));
    List<@Nullable String> used =
        own.texts(
                """
                select (select count(*) from memberships),
                  (select coalesce(sum(slots), 0) from reservations where released_at is null
                    and slot_class = ?),
                  (select coalesce(sum(slots), 0) from jobs where state = 'QUEUED'
                    and slot_class = ?)""",
                slotClass,
                slotClass)
            .get(0);
    Map<String, Expected> row = words(limit);
    row.put("team", Expected.text(team.get(1)));
    row.put("waiting", Expected.text(wanted(own)));
    row.put("may", Expected.text(limit.queued));
    row.put("members", Expected.text(counted(number(used.get(0)), "member")));
    row.put("defaults", Expected.text(limit.own ? "" : ", defaults"));
    row.put("held", Expected.text(used.get(1)));
    long wanted = number(used.get(2));
    row.put("wanted", Expected.text(wanted == 0 ? "" : " " + wanted + " wanted"));
    row.put("used", TeamNumbers.hours(page, slotClass, own));
    row.put(
        "starts",
        Expected.text(
            limit.hours == null || !TeamNumbers.usedUp(page, slotClass, own, limit.hours)
                ? ""
                : " no new starts"));
    row.put("hours", Expected.text(limit.hours == null ? " no limit" : " of " + limit.hours));
    long stored = stored(own);
    row.put("stored", Expected.text(Say.bytes(stored)));
    row.put("uploads", Expected.text(stored < limit.stored ? "" : " no new uploads"));
    return row;
  }

  private static String wanted(Rows own) {
    return String.valueOf(
        own.texts("select count(*) from jobs where state = 'QUEUED' and slot_class = 'training'")
            .get(0)
            .get(0));
  }

  /** Bytes that a team stores. */
  static long stored(Rows own) {
    return number(
        own.texts(
                """
                select (select coalesce(sum(size), 0) from datasets
                    where deleted_at is null and state = 'UPLOADED')
                  + (select coalesce(sum(c.rows_size), 0) from dataset_checks c
                      join datasets d on d.id = c.dataset_id where d.deleted_at is null)
                  + (select coalesce(sum(archive_size), 0) from run_results)
                  + (select coalesce(sum(size), 0) from model_forms)""")
            .get(0)
            .get(0));
  }

  private static Map<String, Expected> words(Limit limit) {
    Map<String, Expected> row = new TreeMap<>();
    row.put("slots", Expected.text(limit.slots));
    row.put("queued", Expected.text(counted(limit.queued, "job")));
    row.put("longest", Expected.text(Say.hours(limit.longest)));
    row.put("storage", Expected.text(Say.bytes(limit.stored)));
    row.put("words", Expected.text(limit.words()));
    return row;
  }

  private Map<String, Expected> sum(Rows rows, String slotClass) {
    List<Limit> all = new ArrayList<>();
    rows.textsOfAll("select id from teams")
        .forEach(team -> all.add(limit(team.get(0), slotClass, rows)));
    Map<String, Expected> row = words(limit(null, slotClass, rows));
    row.put("limits", sum(all, limit -> limit.slots));
    row.put("guarantees", sum(all, limit -> limit.guaranteed));
    return row;
  }

  private static Expected sum(List<Limit> all, ToDoubleFunction<Limit> of) {
    return Expected.text(Say.count(all.stream().mapToDouble(of).sum()));
  }

  /** What stands in the form that is open. */
  private List<Map<String, Expected>> edited(PageAt page, Rows rows, String slotClass) {
    String slug = page.named("team");
    if (slug == null) {
      return List.of();
    }
    String team =
        rows.textsOfAll("select id, slug from teams").stream()
            .filter(one -> slug.equals(one.get(1)))
            .map(one -> one.get(0))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Limit limit = limit(team, slotClass, rows);
    Map<String, Expected> row = words(limit);
    row.put("guaranteed", Expected.text(limit.guaranteed));
    if (page.named("slots") != null) {
      return List.of(written(row, page));
    }
    row.put("may", Expected.text(limit.queued));
    row.put("hours", limit.hours == null ? Expected.none() : Expected.text(limit.hours));
    row.put("longestHours", Expected.text(plain(limit.longest.toMinutes() / 60.0)));
    row.put("gigabytes", Expected.text(plain(limit.stored / (double) GIGABYTE)));
    return List.of(row);
  }

  /** What was written into the form before the page showed what it would change. */
  private static Map<String, Expected> written(Map<String, Expected> row, PageAt page) {
    Map.of(
            "slots",
            "slots",
            "guaranteed",
            "guaranteed",
            "queued",
            "may",
            "hours",
            "longestHours",
            "month",
            "hours",
            "storage",
            "gigabytes")
        .forEach((field, value) -> row.put(value, Expected.text(page.named(field))));
    return row;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
