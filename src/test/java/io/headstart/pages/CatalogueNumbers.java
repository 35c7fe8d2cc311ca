package io.headstart.pages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of base models: their cards as they were installed, and what a depth of freezing trains. */
final class CatalogueNumbers {
  private static final String BASE =
      """
      b.id, b.manifest->>'name' as name, b.manifest->>'summary' as summary,
      b.manifest->>'suits' as suits, b.manifest->>'learnedFrom' as learned,
      b.manifest->>'licence' as licence, b.manifest->>'provenance' as provenance,
      coalesce(b.manifest->'input'->>'language', 'pictures') as reads,
      b.manifest->'input'->>'maximumTokens' as tokens, b.manifest->>'pooling' as pooling,
      (select string_agg(side, ', ') from jsonb_array_elements_text(b.manifest->'input'->'sides')
        side) as sides,
      b.manifest->>'width' as width, jsonb_array_length(b.manifest->'blocks') as blocks,
      (select sum(cast(k->>'parameters' as bigint)) from jsonb_array_elements(b.manifest->'blocks')
        k) as "parameters|count",
      b.model_size as "size|bytes", b.model_sha256 as hash,
      b.tokenizer_size as "tokenizerSize|bytes", b.tokenizer_sha256 as "tokenizerHash"
      """;

  private CatalogueNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    String id = page.named("catalogue");
    return switch (source) {
      case "base" ->
          rows.ofTeam("select " + BASE + " from base_models b where b.id = coalesce(?, b.id)", id);
      case "chosen" ->
          rows.ofTeam("select " + BASE + " from base_models b where b.id = ?", chosen(page, rows));
      case "block" ->
          rows.ofTeam(
              """
          select k->>'name' as name, k->>'detail' as detail,
            cast(k->>'parameters' as bigint) as "parameters|count",
            sum(cast(k->>'parameters' as bigint)) over (order by n) as "frozen|count",
            sum(cast(k->>'parameters' as bigint)) over ()
              - sum(cast(k->>'parameters' as bigint)) over (order by n)
              + (cast(b.manifest->>'width' as bigint) + 1) * labels.many as "trained|count"
          from base_models b, jsonb_array_elements(b.manifest->'blocks') with ordinality all_of (k, n),
            (select count(*) from dataset_checks c, jsonb_object_keys(c.report->'classes')
              where c.id = cast(? as uuid)) labels (many)
          where b.id = ?""",
              About.check(page, rows),
              id == null ? chosen(page, rows) : id);
      case "head" ->
          rows.ofTeam(
              """
          select cast(b.manifest->>'width' as bigint) as "width|count", labels.many as classes,
            (cast(b.manifest->>'width' as bigint) + 1) * labels.many as "parameters|count",
            (cast(b.manifest->>'width' as bigint) + 1) * labels.many + (select
              sum(cast(k->>'parameters' as bigint))
              from jsonb_array_elements(b.manifest->'blocks') k) as "all|count"
          from base_models b, (select count(*) from dataset_checks c,
              jsonb_object_keys(c.report->'classes') where c.id = cast(? as uuid)) labels (many)
          where b.id = ?""",
              About.check(page, rows),
              chosen(page, rows));
      case "side" ->
          rows.ofTeam(
              """
          select side as pixels from base_models b,
            jsonb_array_elements_text(b.manifest->'input'->'sides') side where b.id = ?""",
              chosen(page, rows));
      default -> null;
    };
  }

  /** The base model that a form offers: the one asked for, where it reads what the data holds. */
  static String chosen(PageAt page, Rows rows) {
    return rows.texts(
            """
            select b.id from base_models b left join runs r on r.number = ?
            where b.manifest->'input'->>'kind' = (select case report->>'modality'
              when 'PICTURES' then 'image' else 'text' end from dataset_checks
              where id = cast(? as uuid))
            order by b.id = ? desc nulls last, b.id = r.base_model desc nulls last,
              b.id = 'minilm-l6' desc limit 1""",
            About.settings(page),
            About.check(page, rows),
            page.named("baseModel"))
        .get(0)
        .get(0);
  }
}
