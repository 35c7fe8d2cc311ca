package io.headstart.pages;

import io.headstart.dataset.DatasetConfig;
import io.headstart.model.ModelConfig;
import io.headstart.platform.page.Say;
import io.headstart.quota.QuotaConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of teams and people: names, tokens, what was done; what a team may use; what settings say. */
record TeamNumbers(QuotaConfig quota, ModelConfig model, DatasetConfig data) {

  /** The rows of a source, or null for what this knows nothing of. */
  @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    return switch (source) {
      case "team" ->
          rows.ofTeam(
              """
          select t.slug, t.name, (select count(*) from memberships) as members from teams t""");
      case "person" ->
          rows.ofTeam(
              """
          select u.name, u.email, initcap(m.role) as role
          from memberships m join users u on u.id = m.user_id""");
      case "token" ->
          rows.ofTeam(
              """
          select k.name, k.prefix, u.name as owner, k.expires_at as "expires|time",
            k.last_used_at as "used|time", case when k.last_used_at is null then 'never' end as unused
          from api_tokens k join users u on u.id = k.user_id""");
      case "event" ->
          rows.ofAll(
              """
          select e.at as "at|time", coalesce(u.name, 'Headstart') as who,
            replace(e.action, '-', ' ') as did, e.subject as what, t.name as team
          from audit_events e left join users u on u.id = e.actor_id
            left join teams t on t.id = e.team_id""");
      case "quota" -> use(page, rows);
      case "setting" -> List.of(settings(page));
      default -> null;
    };
  }

  /** What the team uses of a class, against the settings: it has no limits of its own. */
  private List<Map<String, Expected>> use(PageAt page, Rows rows) {
    String slotClass = page.named("class") == null ? "training" : page.named("class");
    List<Map<String, Expected>> used =
        rows.ofTeam(
            """
            select (select coalesce(sum(slots), 0) from reservations where released_at is null
                and slot_class = ?) as held,
              (select nullif(sum(slots), 0) from jobs where state = 'QUEUED' and slot_class = ?)
                as wanted,
              (select sum(size) from datasets) + (select sum(rows_size) from dataset_checks)
                + (select sum(archive_size) from run_results)
                + (select coalesce(sum(size), 0) from model_forms) as "stored|bytes"
            """,
            slotClass,
            slotClass);
    Map<String, Expected> row = new TreeMap<>(used.get(0));
    row.put("hours", hours(page, slotClass, rows));
    return List.of(row);
  }

  /** Slot-hours of a class in this month, until a moment. */
  static Expected hours(PageAt page, String slotClass, Rows rows) {
    List<String> used =
        java.util.stream.Stream.of(page.asked(), page.shown())
            .map(
                until ->
                    rows.texts(
                            """
                            select coalesce(sum(slots * extract(epoch from
                              coalesce(released_at, cast(? as timestamptz)) - greatest(created_at,
                                date_trunc('month', now(), 'UTC')))), 0) / 3600
                            from reservations where slot_class = ?
                              and coalesce(released_at, now()) >= date_trunc('month', now(), 'UTC')""",
                            until.toString(),
                            slotClass)
                        .get(0)
                        .get(0))
            .map(hours -> Say.decimal(Double.valueOf(hours), 1))
            .toList();
    return Expected.either(used.get(0), used.get(1));
  }

  private Map<String, Expected> settings(PageAt page) {
    Map<String, Expected> row = new TreeMap<>();
    row.put("slots", Expected.text(quota.slots()));
    row.put("guaranteed", Expected.text(quota.guaranteed()));
    row.put("queuedJobs", Expected.text(quota.queuedJobs()));
    row.put("longest", Expected.text(Say.hours(quota.longest())));
    row.put("longestHours", Expected.text(quota.longest().toHours()));
    row.put("stored", Expected.text(Say.bytes(quota.storedBytes())));
    row.put("storedGigabytes", Expected.text(quota.storedBytes() / 1_000_000_000));
    row.put("stays", Expected.text(model.tryIdle().toSeconds() + " s"));
    row.put("kept", Expected.text(Say.hours(model.questionsKept())));
    row.put("picture", Expected.text(Say.bytes(model.largestPicture().asLongValue())));
    row.put("upload", Expected.text(Say.bytes(data.largestUpload().asLongValue())));
    row.put("site", Expected.text(page.site()));
    return row;
  }
}
