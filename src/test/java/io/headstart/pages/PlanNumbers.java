package io.headstart.pages;

import io.headstart.platform.page.Say;
import io.headstart.protocol.Modality;
import io.headstart.run.SuggestedRates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the form of a new run offers and foretells. Its defaults are held against a run that was
 * started without naming any; its time is told by {@link TimeNumbers}.
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
            cast(label_smoothing as text) as smoothing, balanced, side,
            cast(smallest_crop as text) as crop, flip, cast(colour as text) as colour,
            cached_views as views
          from runs where number = coalesce(?, (select max(number) from runs))""",
              About.settings(page));
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
            max(at[2]) filter (where rule like '%label_smoothing%') as "smoothingHigh",
            max(at[1]) filter (where rule like '%smallest_crop%') as "cropLow",
            max(at[2]) filter (where rule like '%smallest_crop%') as "cropHigh",
            max(at[1]) filter (where rule like '%colour%') as "colourLow",
            max(at[2]) filter (where rule like '%colour%') as "colourHigh",
            max(at[1]) filter (where rule like '%cached_views%') as "viewsLow",
            max(at[2]) filter (where rule like '%cached_views%') as "viewsHigh"
          from (select pg_get_constraintdef(oid) as rule, regexp_match(pg_get_constraintdef(oid),
              '>= \\(?([0-9.]+)\\)?.*<= \\(?([0-9.]+)') as at
            from pg_constraint where conrelid = 'runs'::regclass and contype = 'c') rules""");
      default -> null;
    };
  }

  private static Map<String, Expected> plan(PageAt page, Rows rows) {
    List<String> of =
        rows.texts(
                """
                select jsonb_array_length(b.manifest->'blocks'), (cast(b.manifest->>'width' as bigint)
                  + 1) * (select count(*) from dataset_checks c,
                    jsonb_object_keys(c.report->'classes') where c.id = cast(? as uuid)),
                  (select string_agg(k->>'parameters', ',' order by n)
                    from jsonb_array_elements(b.manifest->'blocks') with ordinality x (k, n)),
                  (select count(*) from reservations where released_at is null
                    and slot_class = 'training'),
                  b.manifest->'input'->>'kind', r.frozen_blocks, r.head_learning_rate,
                  r.body_learning_rate, r.from_scratch, r.keeps_head,
                  (select number from runs o where o.id = r.source_run and o.deleted_at is null)
                from base_models b left join runs r on r.number = ? where b.id = ?""",
                About.check(page, rows),
                About.settings(page),
                CatalogueNumbers.chosen(page, rows))
            .get(0);
    boolean fresh = "t".equals(of.get(8));
    boolean repeats = page.named("fromScratch") == null && page.number("again") != null && fresh;
    boolean scratch = page.query().contains("fromScratch=true") || repeats;
    String begins = page.named("source") == null ? of.get(10) : page.named("source");
    String source = scratch ? null : begins;
    Modality modality = of.get(4).equals("image") ? Modality.PICTURES : Modality.TEXT;
    int blocks = Integer.parseInt(of.get(0));
    boolean again = of.get(5) != null && scratch == fresh;
    int frozen =
        again
            ? Integer.parseInt(of.get(5))
            : scratch ? 0 : modality == Modality.PICTURES ? blocks : blocks - 1;
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
            ? SuggestedRates.fromScratch(modality)
            : SuggestedRates.of(frozen, blocks, modality);
    Map<String, Expected> row = new LinkedHashMap<>();
    row.put("trained", Expected.text(Say.count(trained)));
    row.put("share", Expected.text(Say.share((double) trained / all)));
    row.put("frozen", Expected.text(frozen));
    row.put("blocks", Expected.text(blocks));
    row.put("suggested", Expected.text(Say.rate(rates.head())));
    row.put(
        "opened",
        Expected.text(frozen == blocks ? "none, all blocks are frozen" : Say.rate(rates.body())));
    row.put("reason", Expected.text(rates.reason()));
    rate(row, "head", again ? Double.parseDouble(of.get(6)) : rates.head());
    rate(row, "body", again ? Double.parseDouble(of.get(7)) : rates.body());
    row.put(
        "baseline",
        Expected.text(
            (modality == Modality.PICTURES ? "colour histogram" : "bag of words")
                + " + logistic regression"));
    row.put(
        "scratch",
        Expected.text(
            page.named("fromScratch") == null && !fresh ? "" : "\"fromScratch\":" + scratch + ","));
    row.put("begins", source == null ? Expected.none() : Expected.text(source));
    row.put("source", Expected.text(source == null ? "" : "\"sourceRun\":" + source + ","));
    row.put(
        "keeps",
        Expected.text(
            source == null || page.number("again") == null
                ? ""
                : "\"keepHead\":" + "t".equals(of.get(9)) + ","));
    StartNumbers.foretell(row, page, rows);
    row.put("hoursUsed", TeamNumbers.hours(page, "training", rows));
    TimeNumbers.tell(row, page, rows, frozen, scratch, source != null);
    return row;
  }

  private static void rate(Map<String, Expected> row, String of, double rate) {
    row.put(of + "Rate", Expected.text(Say.rate(rate)));
    row.put(of + "Number", Expected.text(rate == 0 ? "0" : String.valueOf(rate)));
  }
}
