package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Map<Long, Tested> tested = new LinkedHashMap<>();

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
              select p.example_id, p.label, p.predicted, e.beginning, r.side is null
              from run_predictions p
                join runs r on r.id = p.run_id
                left join dataset_examples e on e.version_id = r.dataset_version_id
                  and e.example_id = p.example_id
              where p.split = 'test' and r.number = ? order by 1""",
              run);
      if (!said.isEmpty()) {
        answers.put(run, said);
      }
      tested.put(run, Tested.of(run, rows));
    }
    Long asked = page.number("reference");
    reference =
        asked == null
            ? runs.stream().filter(answers::containsKey).findFirst().orElse(runs.get(0))
            : asked;
  }

  /**
   * On what a run was tested.
   *
   * @param data title of the version that its test rows are of
   * @param rows their hash
   * @param ended whether it has ended
   * @param seen whether a run before it has learned from them, or may have
   */
  private record Tested(String data, String rows, boolean ended, boolean seen) {
    static Tested of(long run, Rows rows) {
      List<@Nullable String> row =
          rows.texts(
                  """
                  select d.name || ', v' || v.number, left(v.rows_sha256, 12) || '…',
                    r.ended_state is not null,
                    r.source_run is not null and coalesce(s.result->>'testSeen', '?') <> '0'
                      and s.result is not null
                  from runs r join dataset_versions v on v.id = r.dataset_version_id
                    join datasets d on d.id = v.dataset_id
                    left join run_results s on s.run_id = r.id
                  where r.number = ?""",
                  run)
              .get(0);
      return new Tested(
          String.valueOf(row.get(0)),
          String.valueOf(row.get(1)),
          "t".equals(row.get(2)),
          "t".equals(row.get(3)));
    }
  }

  /** Why a run can't be held against the reference; empty where it can. */
  private String obstacle(long run) {
    Tested one = Objects.requireNonNull(tested.get(run));
    Tested other = Objects.requireNonNull(tested.get(reference));
    if (!answers.containsKey(reference)) {
      return "Run " + reference + ", the reference, has no result on the test split.";
    }
    if (!answers.containsKey(run)) {
      return one.ended
          ? "It ended without a result."
          : "It has not ended yet; the test split is asked once, at the end.";
    }
    if (one.seen) {
      return "A run before it learned from its test examples, or may have: its accuracy proves"
          + " nothing.";
    }
    if (other.seen) {
      return "A run before run "
          + reference
          + ", the reference, learned from its test examples, or may have.";
    }
    return one.rows.equals(other.rows)
        ? ""
        : "It was tested on other rows: on those of %s (SHA-256 %s), run %d on those of %s (%s)."
            .formatted(one.data, one.rows, reference, other.data, other.rows);
  }

  private List<Long> leftOut() {
    return runs.stream().filter(run -> run != reference && !obstacle(run).isEmpty()).toList();
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
              VerdictNumbers.signed(points()),
              VerdictNumbers.signed(100 * range.low()),
              VerdictNumbers.signed(100 * range.high()),
              proof(),
              adjusted);
    }
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
          numbers.leftOut().stream()
              .map(
                  run ->
                      Map.of(
                          "run", Expected.text(run), "why", Expected.text(numbers.obstacle(run))))
              .toList();
    };
  }

  private List<Versus> versus() {
    List<Versus> all = new ArrayList<>();
    for (long run : answers.keySet()) {
      if (run == reference || !obstacle(run).isEmpty()) {
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
      row.put("words", Expected.text(VerdictNumbers.signed(one.points()) + ", " + one.answer()));
      all.add(row);
    }
    return all;
  }

  private Map<String, Expected> compared(boolean all) {
    List<Versus> versus = versus();
    String adjusted = versus.size() > 1 ? " after Holm" : "";
    String lead = lead(versus);
    String said =
        versus.isEmpty()
            ? nothing()
            : versus.stream().map(one -> one.said(adjusted)).collect(Collectors.joining(" "))
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

  private String nothing() {
    return tested.values().stream().anyMatch(one -> one.seen)
        ? "What a model has seen before it may know by heart; each run's reason stands below."
        : "None of these runs was tested on the same rows as run " + reference + ".";
  }

  private String lead(List<Versus> versus) {
    if (versus.isEmpty()) {
      return "Nothing can be compared.";
    }
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
    SettingNumbers.of(runs, rows)
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
    for (long run : leftOut()) {
      text.append(" Run ").append(run).append(" is not comparable: ").append(obstacle(run));
    }
    return text.toString();
  }

  private List<Map<String, Expected>> across() {
    List<Map<String, Expected>> all = new ArrayList<>();
    SettingNumbers.of(runs, rows)
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

  private List<Map<String, Expected>> differing() {
    List<String> labels =
        rows
            .texts(
                "select label from runs r join dataset_versions v on v.id = r.dataset_version_id"
                    + " join dataset_checks c on c.id = v.check_id,"
                    + " jsonb_object_keys(c.report->'classes') label where r.number = ? order by 1",
                reference)
            .stream()
            .map(row -> String.valueOf(row.get(0)))
            .toList();
    List<Long> tested = new ArrayList<>(List.of(reference));
    versus().forEach(one -> tested.add(one.run));
    List<Map<String, Expected>> all = new ArrayList<>();
    if (tested.size() < 2) {
      return List.of();
    }
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
                "text", Expected.text(named(example)),
                "label",
                    Expected.text(labels.get(Integer.parseInt(String.valueOf(example.get(1))))),
                "answers", Expected.text(said.stream().collect(bars()))));
      }
    }
    return all;
  }

  /** A picture has its name; a text its beginning, while its data are there, and its row. */
  private static String named(List<@Nullable String> example) {
    String text = example.get(3) == null ? "" : example.get(3);
    return "t".equals(example.get(4)) ? (text + " row " + example.get(0)).strip() : text;
  }
}
