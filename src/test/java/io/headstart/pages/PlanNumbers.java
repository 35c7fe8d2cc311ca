package io.headstart.pages;

import io.headstart.platform.page.Say;
import io.headstart.protocol.Modality;
import io.headstart.run.SuggestedRates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the form of a new run offers and foretells. Its defaults are held against a run that was
 * started without naming any; its time is told from the one run that has succeeded.
 */
final class PlanNumbers {
  private PlanNumbers() {}

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    return switch (source) {
      case "asked" ->
          rows.ofTeam(
              """
          select epochs, batch_size as batch, max_tokens as tokens, patience, seed,
            label_smoothing as "smoothing|0", frozen_blocks as frozen, base_model as base,
            head_learning_rate as "headRate|rate", body_learning_rate as "bodyRate|rate"
          from runs where number = coalesce(?, (select max(number) from runs))""",
              page.number("again"));
      case "plan" -> List.of(plan(page, rows));
      case "bound" ->
          rows.ofTeam(
              // What the tables take, as their rules are written there.
              """
          select max(at[1]) filter (where rule like '%batch_size%') as "batchLow",
            max(at[2]) filter (where rule like '%batch_size%') as "batchHigh",
            max(at[1]) filter (where rule like '%max_tokens%') as "tokensLow",
            max(at[2]) filter (where rule like '%max_tokens%') as "tokensHigh",
            max(at[1]) filter (where rule like '%label_smoothing%') as "smoothingLow",
            max(at[2]) filter (where rule like '%label_smoothing%') as "smoothingHigh"
          from (select pg_get_constraintdef(oid) as rule, regexp_match(pg_get_constraintdef(oid),
              '>= \\(?([0-9.]+)\\)?.*<= \\(?([0-9.]+)') as at
            from pg_constraint where conrelid = 'runs'::regclass and contype = 'c') rules""");
      default -> null;
    };
  }

  private static Map<String, Expected> plan(PageAt page, Rows rows) {
    boolean scratch = page.query().contains("fromScratch=true");
    String base = CatalogueNumbers.chosen(page, rows);
    List<String> of =
        rows.texts(
                """
                select jsonb_array_length(manifest->'blocks'), (cast(manifest->>'width' as bigint)
                  + 1) * 2, (select string_agg(k->>'parameters', ',' order by n)
                    from jsonb_array_elements(manifest->'blocks') with ordinality x (k, n)),
                  (select count(*) from reservations where released_at is null
                    and slot_class = 'training')
                from base_models where id = ?""",
                base)
            .get(0);
    int blocks = Integer.parseInt(of.get(0));
    int frozen = scratch ? 0 : blocks - 1;
    long head = Long.parseLong(of.get(1));
    String[] sizes = of.get(2).split(",", -1);
    long trained = head;
    long all = head;
    for (int i = 0; i < blocks; i++) {
      all += Long.parseLong(sizes[i]);
      trained += i < frozen ? 0 : Long.parseLong(sizes[i]);
    }
    SuggestedRates rates =
        scratch
            ? SuggestedRates.fromScratch(Modality.TEXT)
            : SuggestedRates.of(frozen, blocks, Modality.TEXT);
    Map<String, Expected> row = new LinkedHashMap<>();
    row.put("trained", Expected.text(Say.count(trained)));
    row.put("share", Expected.text(Say.share((double) trained / all)));
    row.put("frozen", Expected.text(frozen));
    row.put("blocks", Expected.text(blocks));
    row.put("headRate", Expected.text(Say.rate(rates.head())));
    row.put("bodyRate", Expected.text(Say.rate(rates.body())));
    row.put("headNumber", Expected.text(rates.head()));
    row.put("bodyNumber", Expected.text(rates.body()));
    row.put("reason", Expected.text(rates.reason()));
    row.put("slots", Expected.text(Long.parseLong(of.get(3)) + 1));
    row.put("hoursUsed", TeamNumbers.hours(page, "training", rows));
    double seconds = seconds(frozen, blocks, rows);
    row.put("seconds", Expected.text(Math.round(seconds)));
    row.put(
        "hours",
        Expected.text(
            String.format(Locale.ENGLISH, seconds < 36 ? "%.3f" : "%.2f", seconds / 3600)));
    return row;
  }

  /**
   * As the run that has succeeded went: what it took besides training stays; training is counted in
   * passes of an example through a block, a pass back as two more.
   */
  private static double seconds(int frozen, int blocks, Rows rows) {
    List<Double> run =
        rows
            .texts(
                """
                select floor(1000 * extract(epoch from j.ended_at - j.started_at)) / 1000,
                  s.result->'seconds'->>'train', s.result->>'epochsDone', r.epochs,
                  jsonb_array_length(b.manifest->'blocks') - r.frozen_blocks,
                  (select sum(cast(n->>'train' as int)) from jsonb_each(c.report->'classes') k (l, n)),
                  (select sum(cast(n->>'validation' as int))
                    from jsonb_each(c.report->'classes') k (l, n)),
                  (select sum(cast(n->>'test' as int)) from jsonb_each(c.report->'classes') k (l, n))
                from runs r join jobs j on j.id = r.job_id join run_results s on s.run_id = r.id
                  join base_models b on b.id = r.base_model
                  join dataset_versions v on v.id = r.dataset_version_id
                  join dataset_checks c on c.id = v.check_id
                where r.ended_state = 'SUCCEEDED'""")
            .get(0)
            .stream()
            .map(Double::valueOf)
            .toList();
    double examples = run.get(5) + run.get(6) + run.get(7);
    double passes = run.get(2) * (3 * run.get(5) + run.get(6)) + run.get(7);
    double one = run.get(1) / (run.get(4) * passes);
    int open = blocks - frozen;
    double rest = run.get(0) - run.get(1) + one * frozen * examples;
    return open == run.get(4)
        ? rest + run.get(1)
        : rest + one * open * (run.get(3) * (3 * run.get(5) + run.get(6)) + run.get(7) + examples);
  }
}
