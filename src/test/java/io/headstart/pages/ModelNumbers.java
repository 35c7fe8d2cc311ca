package io.headstart.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of registered models, of questions to a run's model, and of the forms that it has. */
final class ModelNumbers {
  private static final String VERSIONS =
      """
      select m.name, v.number, r.number as run, initcap(v.stage) as stage, u.name as "versionBy",
        v.created_at as "versionAt|time", s.archive_size as "size|bytes"
      from model_versions v join models m on m.id = v.model_id join runs r on r.id = v.run_id
        join run_results s on s.run_id = r.id left join users u on u.id = v.created_by
      where v.deleted_at is null and m.name = ?
      order by v.number desc
      """;

  private ModelNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    return switch (source) {
      case "registered" -> versions(rows, String.valueOf(page.named("models")));
      case "listed" ->
          rows.texts("select name from models").stream()
              .map(row -> listed(rows, String.valueOf(row.get(0))))
              .toList();
      case "next" ->
          rows.ofTeam(
              """
          select m.name, max(v.number) + 1 as number from models m
            join model_versions v on v.model_id = m.id group by m.name""");
      case "production" ->
          versions(rows, String.valueOf(page.named("models"))).stream()
              .filter(one -> one.get("stage").pattern().contains("Production"))
              .toList();
      case "changed" ->
          rows.ofTeam(
              """
          select v.number, u.name as by, c.changed_at as "at|time",
            case when c.to_stage is null then 'deleted' when c.from_stage is null then 'registered'
              else lower(c.from_stage) || ' to ' || lower(c.to_stage) end as words
          from model_changes c join model_versions v on v.id = c.version_id
            join models m on m.id = v.model_id left join users u on u.id = c.changed_by
          where m.name = ?""",
              page.named("models"));
      case "question" ->
          rows.ofTeam(
              """
          select coalesce(q.content, q.picture_name) as text, cast(q.answer->>'milliseconds' as double precision) as "ms|0",
            u.name as by, q.created_at as "at|time", case when cast(q.answer->>'cut' as boolean)
              then '; the text is longer than the model reads, the rest was cut off' else '' end as cut
          from try_questions q join runs r on r.id = q.run_id left join users u on u.id = q.created_by
          where r.number = ?""",
              About.run(page, rows));
      case "said" ->
          rows.ofTeam(
              """
          select label, cast(q.answer->'probabilities'->>(n - 1)::int as double precision) as "share|3"
          from try_questions q join runs r on r.id = q.run_id
            join dataset_versions v on v.id = r.dataset_version_id
            join lateral (select label, row_number() over (order by label collate "C") as n
              from dataset_checks c, jsonb_object_keys(c.report->'classes') label
              where c.id = v.check_id) labels on true
          where r.number = ?""",
              About.run(page, rows));
      case "unmade" ->
          WaitNumbers.held(
              "waits",
              rows.ofTeam(
                  """
          select j.id as job, initcap(j.state) || ' ' || case when j.queue_place > 0
            then j.waiting_detail || '; #place in line' end as waits
          from model_forms f join runs r on r.id = f.run_id join jobs j on j.id = f.job_id
          where r.number = ? and f.size is null""",
                  About.run(page, rows)),
              rows);
      case "questions" ->
          rows.ofTeam(
              """
          select count(*) as waiting from try_questions
          where state in ('UPLOADING', 'OPEN')""");
      case "unanswered" ->
          WaitNumbers.held(
              "waits",
              rows.ofTeam(
                  """
          select j.id as job, case when j.queue_place > 0
            then j.waiting_detail || '; #place in line' end as waits
          from try_sessions s join runs r on r.id = s.run_id join jobs j on j.id = s.job_id
          where r.number = ? and s.ended_at is null""",
                  About.run(page, rows)),
              rows);
      case "form" ->
          rows.ofTeam(
              """
          select f.size as "size|bytes", f.sha256 as hash from model_forms f
            join runs r on r.id = f.run_id where r.number = ? and f.size is not null""",
              About.run(page, rows));
      default -> null;
    };
  }

  /** Each version that is there, the newest first, with all that is known of its run. */
  private static List<Map<String, Expected>> versions(Rows rows, String model) {
    List<Map<String, Expected>> all = new ArrayList<>();
    for (Map<String, Expected> version : rows.ofTeam(VERSIONS, model)) {
      String run = Objects.requireNonNull(version.get("run")).pattern().replaceAll("[^0-9]", "");
      Map<String, Expected> row = new TreeMap<>(AnswerNumbers.scored(rows, Long.parseLong(run)));
      row.putAll(version);
      all.add(row);
    }
    return all;
  }

  /** A model as the list shows it: by the version in production, else by the newest. */
  private static Map<String, Expected> listed(Rows rows, String model) {
    List<Map<String, Expected>> versions = versions(rows, model);
    Map<String, Expected> newest = versions.get(0);
    Map<String, Expected> inProduction =
        versions.stream()
            .filter(one -> one.get("stage").pattern().contains("Production"))
            .findFirst()
            .orElse(null);
    Map<String, Expected> row = new TreeMap<>(inProduction == null ? newest : inProduction);
    int count = versions.size();
    row.put("versions", Expected.text(count + (count == 1 ? " version" : " versions")));
    row.put(
        "production",
        inProduction == null
            ? Expected.text("none")
            : new Expected("version " + row.get("number").pattern(), text -> true));
    row.put(
        "of",
        count == 1
            ? Expected.text("")
            : new Expected(" of version " + row.get("number").pattern(), text -> true));
    row.put("newest", newest.get("number"));
    row.put("newestStage", newest.get("stage"));
    row.put("newestBy", newest.get("versionBy"));
    row.put("newestAt", newest.get("versionAt"));
    return row;
  }
}
