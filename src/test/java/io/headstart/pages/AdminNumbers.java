package io.headstart.pages;

import io.headstart.dispatch.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of the installation: capacity, queue, limits, changes, health. */
final class AdminNumbers {
  private static final String TRIGGERS = "quartz.qrtz_triggers";

  private AdminNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    String slotClass = page.named("class");
    return switch (source) {
      case "capacity" ->
          rows.ofAll(
              """
          select c.slot_class as class, c.slots,
            to_char(c.slots, 'FM999,999') || case c.slots when 1 then ' slot' else ' slots' end as "slotsWritten",
            coalesce('none: being drained ' || c.drained_for, 'as they come') as starts,
            case when c.drained_for is null then 'Drain ' else 'Resume the class ' end as act,
            case when c.drained_for is null then '' else ' being drained' end as drained,
            w.jobs || case w.jobs when 1 then ' job' else ' jobs' end as waited,
            (select coalesce(sum(slots), 0) from reservations r where released_at is null
              and r.slot_class = c.slot_class) as held,
            (select coalesce(sum(slots), 0) from jobs j where state = 'QUEUED'
              and j.slot_class = c.slot_class) as wanted,
            w.jobs, w.median as "median|clock", w.most as "most|clock"
          from capacity_classes c left join (select r.slot_class, count(*) as jobs,
              round(percentile_cont(0.5) within group (order by waited)) as median,
              round(percentile_cont(0.95) within group (order by waited)) as most
            from (select r.slot_class, cast(extract(epoch from r.created_at - j.created_at)
                as double precision) as waited
              from reservations r join jobs j on j.id = r.job_id where r.attempt = 1) r
            group by r.slot_class) w on w.slot_class = c.slot_class
          where c.slot_class = coalesce(?, c.slot_class)""",
              page.path().endsWith("/quotas") && slotClass == null ? "training" : slotClass);
      case "all" ->
          rows.ofAll(
              """
          select (select count(*) from jobs where state = 'QUEUED') as "waiting|count",
            (select count(*) from reservations where released_at is null) as "working|count",
            (select count(*) from attempts where state = 'RUNNING') as running,
            (select count(*) from attempts where state = 'CREATED') as starting,
            (select count(*) from attempts a join jobs j on j.id = a.job_id
              where a.state = 'RUNNING' and looked.at - j.last_beat_at > interval '20 s') as quiet,
            (select count(*) from teams) as teams, current_setting('server_version') as postgres,
            current_setting('max_connections') as "connectionsMost",
            (select max(version) from flyway_schema_history where success) as version,
            (select to_char(max(installed_on), 'DD Mon YYYY') from flyway_schema_history
              where success) as migrated
          from (values (cast(? as timestamptz)), (cast(? as timestamptz))) looked (at)""",
              page.asked().toString(),
              page.shown().toString());
      case "change" ->
          rows.ofAll(
              """
          select 'Capacity, ' || c.slot_class as what, coalesce(u.name, 'Headstart') as by,
            to_char(slots_before, 'FM999,999') || case slots_before when 1 then ' slot'
              else ' slots' end as before,
            to_char(slots_after, 'FM999,999') || case slots_after when 1 then ' slot'
              else ' slots' end as after,
            changed_at as "at|time"
          from capacity_changes c left join users u on u.id = c.changed_by
          union all select t.name || coalesce(', ' || q.slot_class, ''), u.name,
            coalesce(q.before, 'the defaults'), q.after, q.changed_at
          from team_quota_changes q join teams t on t.id = q.team_id
            join users u on u.id = q.changed_by
          union all select 'Defaults' || coalesce(', ' || q.slot_class, ''), u.name, q.before,
            q.after, q.changed_at
          from quota_default_changes q join users u on u.id = q.changed_by""");
      case "waits" -> waits(page, rows);
      case "works" -> works(rows);
      case "tick" ->
          moments(
              rows,
              page,
              "select trigger_name as name, prev_fire_time as last, next_fire_time as next from "
                  + TRIGGERS);
      case "server" ->
          moments(
              rows,
              page,
              "select instance_name as name, last_checkin_time as last from quartz.qrtz_scheduler_state");
      case "rule" ->
          Invariants.queries().entrySet().stream()
              .map(rule -> rule(rule.getKey(), rule.getValue(), rows))
              .toList();
      case "broken" ->
          List.of(
              Map.of(
                  "rules",
                  Expected.text(
                      Invariants.queries().values().stream()
                          .filter(query -> !rows.textsOfAll(query).isEmpty())
                          .count())));
      case "took" -> {
        long millis = Duration.between(page.asked(), page.shown()).toMillis();
        List<String> database =
            rows.textsOfAll(
                    "select pg_database_size(current_database()),"
                        + " current_setting('max_connections')")
                .get(0);
        yield List.of(
            Map.of(
                "ms", Expected.between(0, millis),
                "size", Expected.sizeUpTo(Long.parseLong(database.get(0))),
                "connections", Expected.between(1, Long.parseLong(database.get(1)))));
      }
      default -> null;
    };
  }

  private static Map<String, Expected> rule(String name, String query, Rows rows) {
    List<String> broken =
        rows.textsOfAll("select cast(broken.* as text) from (" + query + ") broken").stream()
            .map(row -> String.valueOf(row.get(0)))
            .toList();
    Map<String, Expected> row = new TreeMap<>();
    row.put("name", Expected.text(name));
    row.put("query", Expected.text(query.replaceAll("\\s+", " ").strip()));
    row.put(
        "broken",
        broken.isEmpty()
            ? Expected.text("well | nothing")
            : Expected.text(
                "not well | %d %s: %s"
                    .formatted(broken.size(), broken.size() == 1 ? "row" : "rows", broken.get(0))));
    return row;
  }

  private static List<Map<String, Expected>> waits(PageAt page, Rows rows) {
    List<Map<String, Expected>> all =
        rows.ofAll(
            """
            select j.id as job, t.name as team, '' as starts, j.kind,
              j.slots || case j.slots when 1 then ' slot' else ' slots' end as slots, j.slot_class as class,
            case when j.held_for is null then 'To the front : ' else 'Release ' end as act,
            case when j.attempt > 0 and j.waiting_detail is not null
              then regexp_replace(j.reason_detail, 'attempt \\d+ of \\d+$', 'attempt '
                || j.attempt + 1 || ' of ' || j.max_attempts) || '. ' else '' end
              || coalesce(j.waiting_detail, j.reason_detail) as reason, j.created_at as "at|time"
          from jobs j join teams t on t.id = j.team_id where j.state = 'QUEUED'""");
    Map<String, Long> places = WaitNumbers.places(rows);
    return StartNumbers.added("starts", "", WaitNumbers.held("reason", all, rows), page, rows)
        .stream()
        .map(
            row -> {
              Map<String, Expected> one = new TreeMap<>(row);
              one.put("place", Expected.text(places.get(WaitNumbers.job(row))));
              if (!row.get("starts").pattern().contains("starts ")) {
                one.put("starts", Expected.text("can’t be told yet"));
              }
              return one;
            })
        .toList();
  }

  private static List<Map<String, Expected>> works(Rows rows) {
    return rows
        .ofAll(
            """
            select t.name as team, j.kind, r.slots, r.slot_class as class, initcap(j.state) as state,
              coalesce(a.worker_host, a.host, 'not begun') as host,
              coalesce(a.device || ', ', '') as device, a.number as attempt,
              j.max_attempts as most, coalesce(', process ' || a.pid, '') as pid,
              case when j.reason_code = 'STARTED' and a.number = 1 then ''
                else ' ' || j.reason_detail end as reason,
              case when a.started_at is null then 'not yet' end as "notYet",
              case when a.started_at is not null
                then extract(epoch from clock_timestamp() - j.last_beat_at) end as "silent|count",
              a.started_at as "at|time"
            from reservations r join jobs j on j.id = r.job_id join teams t on t.id = r.team_id
              join attempts a on a.job_id = r.job_id and a.number = r.attempt
            where r.released_at is null""")
        .stream()
        .map(
            row -> {
              Map<String, Expected> one = new TreeMap<>(row);
              String silent = row.get("silent").pattern().replaceAll("[^0-9]", "");
              one.put(
                  "heard",
                  silent.isEmpty()
                      ? Expected.text("not yet")
                      : Expected.secondsAgo(Long.parseLong(silent) + 1));
              return one;
            })
        .toList();
  }

  /** What Quartz did before the page was asked for, or while it was looked at, and will do. */
  private static List<Map<String, Expected>> moments(Rows rows, PageAt page, String sql) {
    return rows.textsOfAll(sql).stream()
        .map(
            row -> {
              Map<String, Expected> one = new TreeMap<>();
              one.put("name", Expected.text(row.get(0)));
              Instant last = moment(row.get(1));
              boolean never = last.isBefore(Instant.EPOCH) || !last.isBefore(page.asked());
              one.put("never", never ? Expected.text("never") : Expected.none());
              one.put(
                  "last",
                  last.isBefore(Instant.EPOCH)
                      ? Expected.none()
                      : Expected.moment(
                          last.isBefore(page.asked()) ? last : page.asked().minusSeconds(60),
                          last));
              if (row.size() > 2) {
                one.put("next", Expected.moment(page.asked().minusSeconds(60), moment(row.get(2))));
              }
              return one;
            })
        .toList();
  }

  /** Quartz writes -1 for never. */
  private static Instant moment(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
