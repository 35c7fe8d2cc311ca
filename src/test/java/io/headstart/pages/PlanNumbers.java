package io.headstart.pages;

import io.headstart.platform.page.Say;
import io.headstart.protocol.Modality;
import io.headstart.run.SuggestedRates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
      case "cut" -> cuts(offered(page, rows));
      case "bound" ->
          rows.ofTeam(
              // What the tables take, as their rules are written there.
              """
          select max(at[1]) filter (where rule like '%(epochs%') as "epochsLow",
            max(at[2]) filter (where rule like '%(epochs%') as "epochsHigh",
            max(at[1]) filter (where rule like '%head_learning_rate%') as "headLow",
            max(at[2]) filter (where rule like '%head_learning_rate%') as "headHigh",
            max(at[1]) filter (where rule like '%body_learning_rate%') as "bodyLow",
            max(at[2]) filter (where rule like '%body_learning_rate%') as "bodyHigh",
            max(at[1]) filter (where rule like '%patience%') as "patienceLow",
            max(at[2]) filter (where rule like '%patience%') as "patienceHigh",
            max(at[1]) filter (where rule like '%batch_size%') as "batchLow",
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

  /** What the form is about: blocks, the run that it takes its settings from. */
  private static List<String> offered(PageAt page, Rows rows) {
    return rows.texts(
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
  }

  private static Modality modality(List<String> offered) {
    return offered.get(4).equals("image") ? Modality.PICTURES : Modality.TEXT;
  }

  /** What is trained when so many blocks are frozen. */
  private static Map<String, Expected> trained(List<String> offered, int frozen) {
    String[] sizes = offered.get(2).split(",", -1);
    long trained = Long.parseLong(offered.get(1));
    long all = trained;
    for (int i = 0; i < sizes.length; i++) {
      all += Long.parseLong(sizes[i]);
      trained += i < frozen ? 0 : Long.parseLong(sizes[i]);
    }
    Map<String, Expected> row = new LinkedHashMap<>();
    row.put("trained", Expected.text(Say.count(trained)));
    row.put("share", Expected.text(Say.share((double) trained / all)));
    row.put("frozen", Expected.text(frozen));
    row.put("blocks", Expected.text(sizes.length));
    return row;
  }

  /** What each choice of depth would write on the page; bands reach from a third to three times. */
  private static List<Map<String, Expected>> cuts(List<String> offered) {
    int blocks = Integer.parseInt(offered.get(0));
    return IntStream.rangeClosed(0, blocks)
        .mapToObj(
            frozen -> {
              SuggestedRates rates = SuggestedRates.of(frozen, blocks, modality(offered));
              Map<String, Expected> row = trained(offered, frozen);
              band(row, "head", rates.head());
              band(row, "body", rates.body());
              row.put(
                  "open",
                  frozen == blocks
                      ? Expected.text("none, all blocks are frozen")
                      : row.get("body"));
              row.put("reason", Expected.text(rates.reason()));
              return row;
            })
        .toList();
  }

  private static void band(Map<String, Expected> row, String of, double rate) {
    row.put(of, Expected.text(Say.rate(rate)));
    row.put(of + "Low", Expected.text(Say.rate(rate / 3)));
    row.put(of + "High", Expected.text(Say.rate(rate * 3)));
  }

  private static Map<String, Expected> plan(PageAt page, Rows rows) {
    List<String> of = offered(page, rows);
    boolean fresh = "t".equals(of.get(8));
    boolean repeats = page.named("fromScratch") == null && page.number("again") != null && fresh;
    boolean scratch = page.query().contains("fromScratch=true") || repeats;
    String begins = page.named("source") == null ? of.get(10) : page.named("source");
    String source = scratch ? null : begins;
    Modality modality = modality(of);
    int blocks = Integer.parseInt(of.get(0));
    boolean again = of.get(5) != null && scratch == fresh;
    int frozen =
        again
            ? Integer.parseInt(of.get(5))
            : scratch ? 0 : modality == Modality.PICTURES ? blocks : blocks - 1;
    SuggestedRates rates =
        scratch
            ? SuggestedRates.fromScratch(modality)
            : SuggestedRates.of(frozen, blocks, modality);
    Map<String, Expected> row = trained(of, frozen);
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
