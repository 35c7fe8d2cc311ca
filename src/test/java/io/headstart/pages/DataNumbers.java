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
  private static final String OF_VERSIONS =
      """
      from dataset_versions v join datasets d on d.team_id = v.team_id and d.id = v.dataset_id
        join dataset_checks c on c.team_id = v.team_id and c.id = v.check_id
        left join users u on u.id = d.created_by
      where d.number = coalesce(?, d.number)
      """;

  private static final String SPLITS =
      """
      sum(cast(n->>'train' as bigint)) as "train|count",
      sum(cast(n->>'validation' as bigint)) as "validation|count",
      sum(cast(n->>'test' as bigint)) as "test|count",
      sum(cast(n->>'train' as bigint) + cast(n->>'validation' as bigint)
        + cast(n->>'test' as bigint)) as "all|count"
      """;

  private DataNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    Long number = page.number("datasets");
    return switch (source) {
      case "data" ->
          rows.ofTeam(
              """
          select d.number, d.name, d.file_name as file, d.size as "size|bytes", d.created_at as "at|time", u.name as by,
            v.number as version, d.name || ', v' || v.number as title,
            cast(c.report->>'rowsRead' as bigint) as "read|count",
            cast(c.report->>'rowsKept' as bigint) as "kept|count",
            cast(c.report->>'duplicates' as bigint) as "duplicates|count",
            (select count(*) from jsonb_object_keys(c.report->'classes')) as "classes|count",
            cast(c.report->>'longerThanMaximum' as double precision) as "longer|share",
            c.report->>'maxTokens' as tokens, c.report->>'sha256' as "fileHash",
            c.report->>'seed' as "seed", c.seed as "asked", v.rows_sha256 as "rowsHash",
            (select string_agg(kind || ' ' || many, ', ') from jsonb_each_text(
              c.report->'pictures'->'kinds') k (kind, many)) as kinds,
            c.report->'pictures'->>'smallest' as smallest,
            c.report->'pictures'->>'largest' as largest,
            v.created_at as "accepted|time\""""
                  + OF_VERSIONS,
              number);
      case "finding" ->
          rows.ofTeam(
"""
          select initcap(f->>'severity') || ' ' || (f->>'text') as text,
            cast(f->>'row' as bigint) as "row|count", f->>'column' as "column",
            cast(f->>'count' as bigint) as "count|count", f->>'wayOut' as out
          from (select jsonb_array_elements(c.report->'findings') as f
"""
                  + OF_VERSIONS
                  + ") found",
              number);
      case "entry" ->
          rows.ofTeam(
"""
          select jsonb_array_elements_text(f->'entries') as name
          from (select jsonb_array_elements(c.report->'findings') as f
"""
                  + OF_VERSIONS
                  + ") found",
              number);
      case "first" ->
          rows.ofTeam(
"""
          select f->>'id' as id, f->>'label' as label, lower(f->>'split') as split,
            f->>'text' as text
          from (select jsonb_array_elements(c.report->'firstRows') as f
"""
                  + OF_VERSIONS
                  + ") found",
              number);
      case "counts" ->
          rows.ofTeam(
              "select label, "
                  + SPLITS
                  + "from (select label, n "
                  + OF_VERSIONS.replace(
                      "where", ", jsonb_each(c.report->'classes') k (label, n) where")
                  + ") found group by label",
              number);
      case "split" ->
          rows.ofTeam(
              "select string_agg('“' || label || '”', ', ' order by label)"
                  + " filter (where cast(n->>'test' as bigint) < 20) as few, "
                  + SPLITS
                  + "from (select label, n "
                  + OF_VERSIONS.replace(
                      "where", ", jsonb_each(c.report->'classes') k (label, n) where")
                  + ") found",
              number);
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
