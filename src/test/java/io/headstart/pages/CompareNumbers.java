package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Of runs beside each other: each against the first or the one asked for, counted example by
 * example from the stored answers.
 */
final class CompareNumbers {
  private static final List<String> SOURCES =
      List.of("compared", "versus", "across", "differing", "left");

  private final List<Long> runs;
  private final long reference;
  private final Rows rows;
  private final Map<Long, List<List<@Nullable String>>> answers = new LinkedHashMap<>();

  private CompareNumbers(PageAt page, Rows rows) {
    this.rows = rows;
    runs =
        Arrays.stream(String.valueOf(page.named("runs")).split(",", -1))
            .map(Long::valueOf)
            .toList();
    for (long run : runs) {
      List<List<@Nullable String>> said =
          rows.texts(
              """
              select p.example_id, p.label, p.predicted, e.beginning from run_predictions p
                join runs r on r.id = p.run_id
                left join dataset_examples e on e.version_id = r.dataset_version_id
                  and e.example_id = p.example_id
              where p.split = 'test' and r.number = ? order by 1""",
              run);
      if (!said.isEmpty()) {
        answers.put(run, said);
      }
    }
    Long asked = page.number("reference");
    reference = asked == null ? answers.keySet().iterator().next() : asked;
  }

  /** A run against the reference. */
  private record Versus(long run, long both, long first, long second, long neither, double p) {
    double points() {
      return 100.0 * (first - second) / (both + first + second + neither);
    }

    String answer() {
      return p >= 0.05 ? "can't be told" : first > second ? "better" : "worse";
    }

    String proof() {
      return p < 0.001 ? "p < 0.001" : "p = " + Say.decimal(p, 3);
    }

    String said(String adjusted) {
      Arithmetic.Range range = Arithmetic.paired(both, first, second, neither);
      return "Run %d: %s points (95 %% interval %s to %s, %s%s)."
          .formatted(
              run,
              signed(points()),
              signed(100 * range.low()),
              signed(100 * range.high()),
              proof(),
              adjusted);
    }
  }

  private static String signed(double points) {
    return (points > 0 ? "+" : "") + Say.decimal(points, 1);
  }

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    if (!SOURCES.contains(source)) {
      return null;
    }
    CompareNumbers numbers = new CompareNumbers(page, rows);
    return switch (source) {
      case "compared" -> List.of(numbers.compared(page.query().contains("all=true")));
      case "versus" -> numbers.eachVersus();
      case "across" -> numbers.across();
      case "differing" -> numbers.differing();
      default ->
          numbers.runs.stream()
              .filter(run -> !numbers.answers.containsKey(run))
              .map(run -> Map.of("run", Expected.text(run)))
              .toList();
    };
  }

  private List<Versus> versus() {
    List<Versus> all = new ArrayList<>();
    for (long run : answers.keySet()) {
      if (run == reference) {
        continue;
      }
      long[] cells = new long[4];
      for (int i = 0; i < answers.get(run).size(); i++) {
        boolean first = right(answers.get(run).get(i));
        boolean second = right(answers.get(reference).get(i));
        cells[(first ? 0 : 2) + (second ? 0 : 1)]++;
      }
      double p = Arithmetic.mcnemar(cells[1], cells[2]);
      all.add(new Versus(run, cells[0], cells[1], cells[2], cells[3], p));
    }
    double[] adjusted = Arithmetic.holm(all.stream().mapToDouble(Versus::p).toArray());
    for (int i = 0; i < adjusted.length; i++) {
      Versus one = all.get(i);
      all.set(i, new Versus(one.run, one.both, one.first, one.second, one.neither, adjusted[i]));
    }
    return all;
  }

  private static boolean right(List<@Nullable String> answer) {
    return String.valueOf(answer.get(1)).equals(answer.get(2));
  }

  private List<Map<String, Expected>> eachVersus() {
    List<Map<String, Expected>> all = new ArrayList<>();
    for (Versus one : versus()) {
      Map<String, Expected> row = new TreeMap<>(RunNumbers.one(rows, one.run));
      row.put("p", Expected.text(one.proof()));
      row.put("words", Expected.text(signed(one.points()) + ", " + one.answer()));
      all.add(row);
    }
    return all;
  }

  private Map<String, Expected> compared(boolean all) {
    List<Versus> versus = versus();
    String adjusted = versus.size() > 1 ? " after Holm" : "";
    String lead = lead(versus);
    String said =
        versus.stream().map(one -> one.said(adjusted)).collect(Collectors.joining(" "))
            + " The same "
            + answers.get(reference).size()
            + " test examples, paired; McNemar's exact test."
            + (versus.stream().anyMatch(one -> one.answer().equals("can't be told"))
                ? " More labelled examples would tell the rest."
                : "");
    Map<String, Expected> row = new TreeMap<>();
    row.put("runs", Expected.text(joined(runs, ",")));
    row.put("count", Expected.text(runs.size()));
    row.put("reference", Expected.text(reference));
    row.put("said", Expected.text(lead + " " + said));
    row.put("heads", Expected.text(runs.stream().map(run -> "Run " + run).collect(bars())));
    row.put(
        "tested",
        Expected.text(
            "Run "
                + reference
                + " | "
                + versus.stream().map(one -> "Run " + one.run).collect(bars())));
    row.put("markdown", Expected.text(markdown(lead, said, all)));
    return row;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> bars() {
    return Collectors.joining(" | ");
  }

  private static String joined(List<Long> numbers, String between) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(between));
  }

  private String lead(List<Versus> versus) {
    List<String> said = new ArrayList<>();
    for (String answer : List.of("better", "worse")) {
      List<Long> such =
          versus.stream().filter(one -> one.answer().equals(answer)).map(Versus::run).toList();
      if (!such.isEmpty()) {
        said.add(
            (such.size() == 1 ? "Run %s is %s" : "Runs %s are %s")
                    .formatted(joined(such, " and "), answer)
                + " than run "
                + reference
                + ".");
      }
    }
    if (!said.isEmpty()) {
      return String.join(" ", said);
    }
    return versus.size() == 1
        ? "It cannot be told yet which is better."
        : "They cannot be told apart yet.";
  }

  /** As its lines follow each other, with single spaces. */
  private String markdown(String lead, String said, boolean all) {
    StringBuilder text = new StringBuilder("**" + lead + "** " + said + " | |");
    runs.forEach(run -> text.append(" run ").append(run).append(" |"));
    text.append(" | --- |").append(" --- |".repeat(runs.size()));
    text.append(" | Accuracy on test, 95 % interval |");
    for (long run : runs) {
      List<List<@Nullable String>> of = answers.get(run);
      if (of == null) {
        text.append(" none |");
      } else {
        long right = of.stream().filter(CompareNumbers::right).count();
        Arithmetic.Range range = Arithmetic.wilson(right, of.size());
        text.append(
            " %s [%s, %s] |"
                .formatted(
                    Say.decimal((double) right / of.size(), 3),
                    Say.decimal(range.low(), 3),
                    Say.decimal(range.high(), 3)));
      }
    }
    settings()
        .forEach(
            (name, values) -> {
              if (all || values.stream().distinct().count() > 1) {
                text.append(" | ")
                    .append(name)
                    .append(" | ")
                    .append(values.stream().collect(bars()));
                text.append(" |");
              }
            });
    for (long run : runs) {
      if (!answers.containsKey(run)) {
        text.append(" Run ").append(run).append(" is not comparable: It has not ended yet;");
        text.append(" the test split is asked once, at the end.");
      }
    }
    return text.toString();
  }

  private List<Map<String, Expected>> across() {
    List<Map<String, Expected>> all = new ArrayList<>();
    settings()
        .forEach(
            (name, values) ->
                all.add(
                    Map.of(
                        "name",
                        Expected.text(name),
                        "values",
                        Expected.text(values.stream().collect(bars())))));
    return all;
  }

  /** The settings of each run by name, in the page's order. */
  private Map<String, List<String>> settings() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (long run : runs) {
      List<@Nullable String> row =
          rows.texts(
                  """
                  select d.name || ', v' || v.number, left(v.rows_sha256, 12) || '…',
                    b.manifest->>'name',
                    case jsonb_array_length(b.manifest->'blocks') - r.frozen_blocks
                      when 0 then 'head only'
                      else 'last ' || jsonb_array_length(b.manifest->'blocks') - r.frozen_blocks
                        || ' blocks open' end,
                    r.frozen_blocks || ' of ' || jsonb_array_length(b.manifest->'blocks'),
                    'pre-trained', r.head_learning_rate, r.body_learning_rate, r.epochs,
                    case r.patience when 0 then 'after the last epoch'
                      else 'after ' || r.patience || ' epochs without progress' end,
                    case when r.balanced then 'balanced' else 'as they come' end,
                    r.label_smoothing, r.batch_size,
                    r.side || ' pixels a side'
                      || case when r.smallest_crop < 1
                        then ', parts from ' || round(cast(100 * r.smallest_crop as numeric)) || ' %'
                        else '' end
                      || case when r.flip then ', mirrored' else '' end
                      || case when r.colour > 0 then ', colours changed by up to '
                        || round(cast(100 * r.colour as numeric)) || ' %' else '' end
                      || case when r.cached_views > 1 then ', ' || r.cached_views || ' views'
                        else '' end,
                    r.seed, u.name
                  from runs r join dataset_versions v on v.id = r.dataset_version_id
                    join datasets d on d.id = v.dataset_id join base_models b on b.id = r.base_model
                    left join users u on u.id = r.created_by where r.number = ?""",
                  run)
              .get(0);
      List<String> names =
          List.of(
              "Data",
              "Rows, SHA-256",
              "Base model",
              "Trained",
              "Frozen blocks",
              "Weights at the beginning",
              "Rate of the head",
              "Rate of open blocks",
              "Epochs",
              "Ends",
              "Classes weigh",
              "Label smoothing",
              "Batch size",
              "Reads",
              "Seed",
              "Started by");
      for (int i = 0; i < names.size(); i++) {
        String value = String.valueOf(row.get(i));
        all.computeIfAbsent(names.get(i), any -> new ArrayList<>())
            .add(
                names.get(i).startsWith("Rate")
                    ? Say.rate(Double.valueOf(value))
                    : names.get(i).equals("Label smoothing")
                        ? Double.parseDouble(value) == 0 ? "none" : Say.share(Double.valueOf(value))
                        : value);
      }
    }
    return all;
  }

  private List<Map<String, Expected>> differing() {
    List<String> labels =
        rows
            .texts(
                "select distinct label from dataset_checks c, jsonb_object_keys(c.report->'classes')"
                    + " label order by 1")
            .stream()
            .map(row -> String.valueOf(row.get(0)))
            .toList();
    List<Long> tested = new ArrayList<>(List.of(reference));
    versus().forEach(one -> tested.add(one.run));
    List<Map<String, Expected>> all = new ArrayList<>();
    for (int i = 0; i < answers.get(reference).size(); i++) {
      List<String> said = new ArrayList<>();
      for (long run : tested) {
        List<@Nullable String> answer = answers.get(run).get(i);
        said.add(
            labels.get(Integer.parseInt(String.valueOf(answer.get(2))))
                + (right(answer) ? ", right" : ", wrong"));
      }
      if (said.stream().distinct().count() > 1) {
        List<@Nullable String> example = answers.get(reference).get(i);
        all.add(
            Map.of(
                "text", Expected.text(example.get(3)),
                "id", Expected.text(example.get(0)),
                "label",
                    Expected.text(labels.get(Integer.parseInt(String.valueOf(example.get(1))))),
                "answers", Expected.text(said.stream().collect(bars()))));
      }
    }
    return all;
  }
}
