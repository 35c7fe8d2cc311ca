package io.headstart.pages;

import io.headstart.dataset.Sample;
import io.headstart.platform.page.Say;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Of data sets, their checks and their versions; of the samples what their files hold. */
final class DataNumbers {
  private static final Set<String> SOURCES =
      Set.of(
          "data",
          "set",
          "sets",
          "named",
          "picked",
          "check",
          "each",
          "checking",
          "finding",
          "entry",
          "first",
          "counts",
          "split",
          "sample");

  private static final String OF_VERSIONS =
      """
      from dataset_versions v join datasets d on d.team_id = v.team_id and d.id = v.dataset_id
        join dataset_checks c on c.team_id = v.team_id and c.id = v.check_id
        left join users u on u.id = d.created_by
      where d.deleted_at is null and d.number = coalesce(?, d.number)
      """;

  /** Of the check that a page shows, or of the one that its version was accepted from. */
  private static final String OF_CHECK =
      """
      from dataset_checks c join datasets d on d.team_id = c.team_id and d.id = c.dataset_id
        left join dataset_versions v on v.team_id = c.team_id and v.check_id = c.id
        left join jobs j on j.team_id = c.team_id and j.id = c.job_id
      where c.id = coalesce(cast(? as uuid), c.id)
      """;

  private static final String REPORT =
      """
      cast(c.report->>'rowsRead' as bigint) as "read|count",
      cast(c.report->>'rowsKept' as bigint) as "kept|count",
      cast(c.report->>'duplicates' as bigint) as "duplicates|count",
      (select count(*) from jsonb_object_keys(c.report->'classes')) as "classes|count",
      cast(c.report->>'longerThanMaximum' as double precision) as "longer|share",
      c.report->>'maxTokens' as tokens, c.report->>'sha256' as "fileHash",
      c.report->>'seed' as "seed", c.seed as "asked",
      (select string_agg(kind || ' ' || many, ', ') from jsonb_each_text(
        c.report->'pictures'->'kinds') k (kind, many)) as kinds,
      c.report->'pictures'->>'smallest' as smallest,
      c.report->'pictures'->>'largest' as largest
      """;

  private static final String SPLITS =
      """
      sum(cast(n->>'train' as bigint)) as "train|count",
      sum(cast(n->>'validation' as bigint)) as "validation|count",
      sum(cast(n->>'test' as bigint)) as "test|count",
      sum(cast(n->>'train' as bigint) + cast(n->>'validation' as bigint)
        + cast(n->>'test' as bigint)) as "all|count",
      cast(round(196 / sqrt(greatest(1, sum(cast(n->>'test' as bigint))))) as bigint) as chance
      """;

  /** Where each data set stands, with its newest version. */
  private static final String SETS =
      """
      select d.number, d.name, d.file_name as file, d.size as "size|bytes",
        d.created_at as "at|time", u.name as by,
        case when last.id is null then 'upload not complete' when last.usable is null
            then 'being checked'
          when last.usable and v.number is null then 'checked, not accepted yet'
          else coalesce('version ' || v.number, 'can''t be used') end as standing,
        coalesce(', ' || (c.report->>'rowsKept') || ' rows', '') as rows,
        v.number as version,
        coalesce('| ' || (c.report->>'rowsKept') || ' | ' || (select count(*) from
          jsonb_object_keys(c.report->'classes')), '| |') as counts
      from datasets d left join dataset_checks last on last.dataset_id = d.id
          and last.number = d.last_check
        left join lateral (select * from dataset_versions where dataset_id = d.id
          order by number desc limit 1) v on true
        left join dataset_checks c on c.id = v.check_id left join users u on u.id = d.created_by
      where d.deleted_at is null and d.number = coalesce(?, d.number)
      """;

  private DataNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    if (!SOURCES.contains(source)) {
      return null;
    }
    Long number = page.number("datasets");
    String check = About.check(page, rows);
    return switch (source) {
      case "data" ->
          rows.ofTeam(
"""
          select d.number, d.name, d.file_name as file, d.size as "size|bytes", d.created_at as "at|time", u.name as by,
            v.number as version, d.name || ', v' || v.number as title,
            v.rows_sha256 as "rowsHash", v.created_at as "accepted|time",
"""
                  + REPORT
                  + OF_VERSIONS,
              number);
      case "set" -> rows.ofTeam(SETS, number);
      case "sets" ->
          rows.ofTeam("select count(*) as \"count|count\" from datasets where deleted_at is null");
      case "named" -> rows.ofTeam("select number, name from datasets");
      case "picked" ->
          rows.ofTeam(
              "select d.number, v.number as version, d.name || ', v' || v.number as title "
                  + OF_CHECK,
              check);
      case "check" ->
          WaitNumbers.held(
              "reason",
              rows.ofTeam(
                  "select c.number, v.number as version, j.id as job,"
                      + " case when j.state = 'QUEUED' and j.queue_place > 0"
                      + " then j.waiting_detail || '; #place in line' end"
                      + " as reason, "
                      + REPORT
                      + OF_CHECK,
                  check),
              rows);
      case "each" ->
          rows.ofTeam(
              """
          select c.number, initcap(j.state) as state, coalesce('| version ' || v.number,
            case when c.usable then '| can be accepted' when j.state = 'SUCCEEDED'
              then '| can''t be used' else '|' end) as result
          """
                  + OF_CHECK.replace("c.id = coalesce(cast(? as uuid), c.id)", "d.number = ?"),
              number);
      case "checking" ->
          rows.ofTeam(
              """
          select c.number, cast(p->>'done' as bigint) as "done|count",
            cast(p->>'total' as bigint) as "total|count", p->>'unit' as unit,
            round(floor(0.9 * s) / 60) || '–' || round(ceil(1.3 * s) / 60) as minutes
          """
                  + OF_CHECK.replace(
                      "where",
                      """
          cross join lateral (select cast(j.progress as jsonb)) told (p)
          cross join lateral (select (cast(p->>'total' as numeric) - cast(p->>'done' as numeric))
            * cast(p->>'secondsPerUnit' as numeric)) left_over (s)
          where j.state = 'RUNNING' and"""),
              check);
      case "finding" ->
          rows.ofTeam(
"""
          select initcap(f->>'severity') || ' ' || (f->>'text') as text,
            cast(f->>'row' as bigint) as "row|count", f->>'column' as "column",
            cast(f->>'count' as bigint) as "count|count", f->>'wayOut' as out,
            cast(f->>'count' as bigint) - jsonb_array_length(f->'entries') as "more|count"
          from (select jsonb_array_elements(c.report->'findings') as f
"""
                  + OF_CHECK
                  + ") found",
              check);
      case "entry" ->
          rows.ofTeam(
"""
          select jsonb_array_elements_text(f->'entries') as name
          from (select jsonb_array_elements(c.report->'findings') as f
"""
                  + OF_CHECK
                  + ") found",
              check);
      case "first" ->
          rows.ofTeam(
"""
          select f->>'id' as id, f->>'label' as label, lower(f->>'split') as split,
            f->>'text' as text
          from (select jsonb_array_elements(c.report->'firstRows') as f
"""
                  + OF_CHECK
                  + ") found",
              check);
      case "counts" ->
          rows.ofTeam(
              "select label, "
                  + SPLITS
                  + "from (select label, n "
                  + OF_CHECK.replace(
                      "where", ", jsonb_each(c.report->'classes') k (label, n) where")
                  + ") found group by label",
              check);
      case "split" ->
          rows.ofTeam(
              "select string_agg('“' || label || '”', ', ' order by label)"
                  + " filter (where cast(n->>'test' as bigint) < 20 and rank <= 5)"
                  + " || coalesce(' and ' || nullif(greatest(0, count(*) filter"
                  + " (where cast(n->>'test' as bigint) < 20) - 5), 0) || ' more', '') as few, "
                  + SPLITS
                  + "from (select label, n, row_number() over (partition by"
                  + " cast(n->>'test' as bigint) < 20 order by label) as rank "
                  + OF_CHECK.replace(
                      "where", ", jsonb_each(c.report->'classes') k (label, n) where")
                  + ") found",
              check);
      case "sample" -> List.of(fashion());
      default -> null;
    };
  }

  /** Counts the pictures and the folders that they lie in. */
  private static Map<String, Expected> fashion() {
    Set<String> folders = new HashSet<>();
    long pictures = 0;
    try (ZipInputStream zip = new ZipInputStream(Sample.FASHION_ITEMS.open())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String[] path = entry.getName().split("/", -1);
        if (!entry.isDirectory() && path.length > 1 && entry.getName().endsWith(".png")) {
          folders.add(path[path.length - 2]);
          pictures++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "pictures", Expected.text(Say.count(pictures)), "classes", Expected.text(folders.size()));
  }
}
