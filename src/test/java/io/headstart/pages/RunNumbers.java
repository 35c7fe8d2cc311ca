package io.headstart.pages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of runs: what was asked for, where they are, what their workers reported. */
final class RunNumbers {
  private static final String RUN =
      """
      r.number, j.id as job, d.name || ', v' || v.number as title, b.manifest->>'name' as base,
      case when r.from_scratch then 'from scratch' when r.frozen_blocks = 0 then 'everything open'
        when r.frozen_blocks = jsonb_array_length(b.manifest->'blocks') then 'head only'
        when r.frozen_blocks + 1 = jsonb_array_length(b.manifest->'blocks') then 'last block open'
        else 'last ' || jsonb_array_length(b.manifest->'blocks') - r.frozen_blocks
          || ' blocks open' end as depth,
      r.base_model as "baseId", r.frozen_blocks as frozen,
      jsonb_array_length(b.manifest->'blocks') as blocks,
      r.head_learning_rate as "headRate|rate", r.body_learning_rate as "bodyRate|rate",
      r.epochs, r.batch_size as batch, r.max_tokens as tokens, r.seed, r.patience,
      nullif(r.label_smoothing, 0) as "smoothed|share", nullif(r.patience, 0) as "soon",
      r.side, (select string_agg(x, ', ') from jsonb_array_elements_text(
        b.manifest->'input'->'mean') x) as mean, (select string_agg(x, ', ')
        from jsonb_array_elements_text(b.manifest->'input'->'scale') x) as scale, case when r.smallest_crop < 1 then r.smallest_crop end as "crop|share",
      nullif(r.colour, 0) as colour, nullif(r.cached_views, 1) as views, u.name as by, r.created_at as "at|time",
      initcap(j.state) as state, coalesce(case when j.state = 'QUEUED' then case when j.attempt > 0 and j.waiting_detail is not null
              then regexp_replace(j.reason_detail, 'attempt \\d+ of \\d+$', 'attempt '
                || j.attempt + 1 || ' of ' || j.max_attempts) || '. ' else '' end
              || j.waiting_detail || holders.by
            || '; ' || case when j.queue_place > 0 then '#place in line' end
          when j.state = 'RUNNING' and j.attempt > 1 and j.reason_code = 'STARTED'
            then 'Attempt ' || j.attempt || ' of ' || j.max_attempts end,
          regexp_replace(regexp_replace(j.reason_detail, 'the last of \\d+ attempts', 'the last of '
            || (select count(*) from attempts a join attempts l on l.job_id = a.job_id
                and l.number = j.attempt and l.retry_class = a.retry_class
              where a.job_id = j.id) || ' attempts'), 'attempt \\d+ of \\d+$', 'attempt '
            || j.attempt + case j.state when 'QUEUED' then 1 else 0 end || ' of ' || j.max_attempts))
        as reason,
      extract(epoch from j.ended_at - j.started_at) as "clock|clock",
      floor(extract(epoch from j.ended_at)) - floor(extract(epoch from j.started_at)) as "seconds|count",
      case floor(extract(epoch from j.ended_at)) - floor(extract(epoch from j.started_at))
        when 1 then 'second' else 'seconds' end as "secondsWord",
      coalesce((select string_agg(' ' || t.tag, '' order by t.tag) from run_tags t
        where t.run_id = r.id), '') as tags,
      v.rows_sha256 as "dataHash", b.model_sha256 as "baseHash",
      case when d.deleted_at is null then '' else ' (deleted)' end as gone, again.number as again,
      case when r.from_scratch then 'settings of' else 'again of' end as "againWord",
      source.number || case when source.deleted_at is null then '' else ' (deleted)' end as source,
      case when r.keeps_head then ', its head too' else '' end as kept,
      case when r.keeps_head then ', its head too' else ', with a new head' end as head,
      (select string_agg('run ' || o.number, ', ' order by o.number desc) from runs o
        where r.from_scratch and not o.from_scratch and o.ended_state = 'SUCCEEDED'
          and o.deleted_at is null and o.base_model = r.base_model
          and o.dataset_version_id = r.dataset_version_id) as "compared",
      (select max(o.number) from runs o where o.from_scratch and o.ended_state is null
        and o.base_model = r.base_model and o.dataset_version_id = r.dataset_version_id)
        as "underWay"
      """;

  private static final String OF_RUNS =
      """
      from runs r join jobs j on j.team_id = r.team_id and j.id = r.job_id
        join dataset_versions v on v.team_id = r.team_id and v.id = r.dataset_version_id
        join datasets d on d.team_id = v.team_id and d.id = v.dataset_id
        join base_models b on b.id = r.base_model
        left join users u on u.id = r.created_by
        left join runs again on again.id = r.again_of and again.deleted_at is null
        left join runs source on source.id = r.source_run
        cross join lateral (select case when j.waiting_code in ('CAPACITY', 'TURN', 'TEAM_LIMIT')
            then coalesce(' (' || regexp_replace(array_to_string(own || others, ', '),
              ', ([^,]*)$', ' and \\1') || ')', '') else '' end
          from (select (array_agg('run ' || o.number order by h.created_at, h.job_id))[1:3]
              || case when count(*) > 3 then array[count(*) - 3 || ' more of this team']
                else '{}' end,
            case when j.others_hold > 0 and j.waiting_code <> 'TEAM_LIMIT'
              then array[j.others_hold || ' of other teams'] else '{}' end
            from reservations h join runs o on o.job_id = h.job_id
            where h.released_at is null) held (own, others)) holders (by)
      """;

  private static final String EPOCHS =
      """
      select p.epoch, max(p.step) as "step|count",
        max(p.value) filter (where p.series = 'validation_loss') as "loss|3",
        max(p.value) filter (where p.series = 'validation_accuracy') as "accuracy|3"
      from job_points p join runs r on r.team_id = p.team_id and r.job_id = p.job_id
      where r.number = ? and p.series like 'validation%' group by p.epoch
      """;

  private RunNumbers() {}

  /** One run, with the values of the source {@code run}. */
  static Map<String, Expected> one(Rows rows, long number) {
    return rows.ofTeam("select " + RUN + OF_RUNS + " where r.number = ?", number).get(0);
  }

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    Long number = page.run();
    Long about =
        number == null && source.matches("finished|report") ? About.run(page, rows) : number;
    return switch (source) {
      case "run" ->
          StartNumbers.added(
              "reason",
              ", ",
              WaitNumbers.held(
                  "reason",
                  rows.ofTeam(
                      "select "
                          + RUN
                          + OF_RUNS
                          + " where r.deleted_at is null and r.number = coalesce(?, r.number)",
                      number),
                  rows),
              page,
              rows);
      case "runs" ->
          rows.ofTeam(
              """
          select count(*) filter (where ended_state is null) as "open|count",
            count(*) filter (where ended_state is not null) as "ended|count" from runs""");
      case "again" ->
          rows.ofTeam("select " + RUN + OF_RUNS + " where r.number = ?", About.settings(page));
      case "finished" ->
          rows.ofTeam(
              "select "
                  + RUN
                  + OF_RUNS
                  + " where r.ended_state = 'SUCCEEDED' and r.deleted_at is null"
                  + " and r.number = coalesce(?, r.number)",
              about);
      case "progress" ->
          rows.ofTeam(
              "select "
                  + RUN
                  + """
              , r.number as run, p->>'epoch' as epoch, p->>'epochs' as "epochs",
                p->>'unit' as unit, cast(p->>'done' as bigint) as "done|count",
                cast(p->>'total' as bigint) as "total|count",
                greatest(1, round(floor(0.9 * s) / 60)) || '–' || greatest(1, round(ceil(1.3 * s) / 60))
                  as minutes
              """
                  + OF_RUNS
                  + """
              cross join lateral (select cast(j.progress as jsonb)) told (p)
              cross join lateral (select (cast(p->>'total' as numeric)
                - cast(p->>'done' as numeric)) * cast(p->>'secondsPerUnit' as numeric)) left_over (s)
              where j.state = 'RUNNING' and r.number = coalesce(?, r.number)""",
              number);
      case "epoch" -> rows.ofTeam(EPOCHS + "order by 1", number);
      case "attempt" ->
          rows.ofTeam(
              """
          select a.number, case a.state when 'LOST' then 'Attempt lost'
                when 'CREATED' then 'Starting' else initcap(a.state) end
              as state, trim('| ' || coalesce(
                regexp_replace(a.reason_detail, 'exit code \\d+', 'exit code ' || a.exit_code),
                a.reason_detail, '')) as why
          from attempts a join runs r on r.job_id = a.job_id where r.number = ?""",
              number);
      case "log" ->
          rows.ofTeam(
              """
          select l.seq as number, l.at_millis / 1000 as "at|clock", l.text
          from job_log l join runs r on r.job_id = l.job_id where r.number = ?""",
              number);
      case "mark" ->
          rows.ofTeam(
              """
          select tag as tag, null as view from run_tags union all select null, name from run_views""");
      case "newest" -> rows.ofTeam(EPOCHS + "order by 1 desc limit 1", number);
      case "report" ->
          rows.ofTeam(
              """
          select result->>'bestEpoch' as best, result->>'epochsDone' as epochs,
            cast(result->>'parametersTrained' as bigint) as "trained|count",
            cast(result->>'parametersFrozen' as bigint) as "frozen|count",
            cast(result->>'prefixExamples' as bigint) as "examples|count",
            cast(result->>'cacheBytes' as bigint) as "cache|bytes",
            cast(result->>'truncated' as bigint) as "cut|count",
            cast(result->>'peakBytes' as bigint) as "memory|bytes",
            cast(result->>'waitedShare' as double precision) as "waited|share",
            cast(result->>'validationLoss' as double precision) as "validationLoss|3",
            cast(result->>'testLoss' as double precision) as "testLoss|3",
            cast(result->'seconds'->>'train' as double precision) as "train|1",
            cast(result->'seconds'->>'load' as double precision) as "load|1",
            cast(result->'seconds'->>'prefix' as double precision) as "prefix|1",
            cast(result->'seconds'->>'head' as double precision) as "head|1",
            cast(result->'seconds'->>'baseline' as double precision) as "baseline|1",
            cast(result->'seconds'->>'export' as double precision) as "export|1",
            case when cast(result->>'stoppedEarly' as boolean) then ', stopped early'
              when cast(result->>'outOfPatience' as boolean)
              then ', ended without progress' else '' end as ended,
            result->>'featuresFrom' as "featuresFrom", result->'environment'->>'engine' as engine,
            result->>'modelSha256' as "modelHash", archive_sha256 as "archiveHash",
            archive_size as "size|bytes"
          from run_results s join runs r on r.team_id = s.team_id and r.id = s.run_id
          where r.number = coalesce(?, r.number)""",
              about);
      case "model" ->
          rows.ofTeam(
              """
          select m.name, v.number, r.number as run, u.name as by, v.created_at as "at|time",
            initcap(v.stage) as stage,
            (select count(*) from model_versions o where o.team_id = m.team_id
              and o.model_id = m.id and o.deleted_at is null) as "versions|count"
          from model_versions v join models m on m.team_id = v.team_id and m.id = v.model_id
            join runs r on r.team_id = v.team_id and r.id = v.run_id
            left join users u on u.id = v.created_by
          where r.number = coalesce(?, r.number) and m.name = coalesce(?, m.name)
            and v.number = coalesce(?, v.number) and v.deleted_at is null""",
              number,
              page.named("models"),
              page.number("versions"));
      default -> null;
    };
  }
}
