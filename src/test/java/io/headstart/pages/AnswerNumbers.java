package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run's stored answers come to on a split, counted again and computed by {@link Arithmetic}.
 */
final class AnswerNumbers {
  private static final Set<String> SOURCES =
      Set.of("result", "scored", "against", "alone", "simple", "label", "cell", "bin", "answer");

  private static final int BINS = 15;

  private final List<StoredAnswer> answers;
  private final List<String> labels;
  private final String largest;
  private final String baseline;
  private final boolean ofTexts;

  private AnswerNumbers(
      List<StoredAnswer> answers,
      List<String> labels,
      String largest,
      String baseline,
      boolean ofTexts) {
    this.answers = answers;
    this.labels = labels;
    this.largest = largest;
    this.baseline = baseline;
    this.ofTexts = ofTexts;
  }

  /** The rows of a source, or null for what this knows nothing of. */
  static @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    if (!SOURCES.contains(source)) {
      return null;
    }
    if (source.equals("scored")) {
      return scored(page, rows);
    }
    String split = page.path().endsWith("/errors") ? page.named("split") : "test";
    AnswerNumbers numbers = of(rows, page.run(), split == null ? "test" : split);
    return numbers == null ? List.of() : numbers.rows(source);
  }

  /** Each run that has a result, with all that lists say of it. */
  private static List<Map<String, Expected>> scored(PageAt page, Rows rows) {
    Long only = page.run();
    List<Map<String, Expected>> all = new ArrayList<>();
    for (List<String> run :
        rows.texts("select number from runs where ended_state = 'SUCCEEDED' order by number")) {
      long number = Long.parseLong(run.get(0));
      AnswerNumbers numbers = of(rows, number, "test");
      if (numbers != null && (only == null || only == number)) {
        Map<String, Expected> row = new LinkedHashMap<>(numbers.simple());
        row.putAll(numbers.result());
        row.putAll(RunNumbers.one(rows, number));
        all.add(row);
      }
    }
    return all;
  }

  /**
   * The answers of a run on a split, or null without.
   *
   * @param number of the run; null: the first that has succeeded
   */
  private static @Nullable AnswerNumbers of(Rows rows, @Nullable Long number, String split) {
    List<List<String>> found =
        rows.texts(
            """
            select p.example_id, p.label, p.predicted, p.baseline, p.head_only,
              p.probabilities->>cast(p.predicted as int), e.beginning, c.labels,
              c.largest, s.result->>'withoutTransferBy', r.side is null
            from run_predictions p join runs r on r.team_id = p.team_id and r.id = p.run_id
              join run_results s on s.team_id = r.team_id and s.run_id = r.id
              join dataset_versions v on v.team_id = r.team_id and v.id = r.dataset_version_id
              left join dataset_examples e on e.team_id = v.team_id and e.version_id = v.id
                and e.example_id = p.example_id
              join lateral (select string_agg(one, ',' order by one collate "C") as labels,
                  (array_agg(one order by cast(counts->>'train' as bigint) desc))[1] as largest
                from dataset_checks k, jsonb_each(k.report->'classes') as of_class (one, counts)
                where k.team_id = v.team_id and k.id = v.check_id) c on true
            where p.split = ? and r.number = coalesce(?,
              (select min(number) from runs where ended_state = 'SUCCEEDED'))
            order by p.example_id""",
            split,
            number);
    if (found.isEmpty()) {
      return null;
    }
    List<String> first = found.get(0);
    List<String> labels = List.of(first.get(7).split(",", -1));
    return new AnswerNumbers(
        found.stream().map(row -> StoredAnswer.of(row, labels)).toList(),
        labels,
        first.get(8),
        first.get(9),
        first.get(10).equals("t"));
  }

  private List<Map<String, Expected>> rows(String source) {
    return switch (source) {
      case "result" -> List.of(result());
      case "against" -> List.of(alone(), simple());
      case "alone" -> List.of(alone());
      case "simple" -> List.of(simple());
      case "label" -> new ClassNumbers(answers, labels).byLabel();
      case "cell" -> new ClassNumbers(answers, labels).cells();
      case "bin" -> bins();
      default -> each();
    };
  }

  private long count(Predicate<StoredAnswer> which) {
    return answers.stream().filter(which).count();
  }

  static void interval(Map<String, Expected> row, String name, long right, long all) {
    if (all == 0) {
      List.of(name, name + "Low", name + "High").forEach(each -> row.put(each, Expected.none()));
      return;
    }
    Arithmetic.Range range = Arithmetic.wilson(right, all);
    row.put(name, Expected.text(Say.decimal((double) right / all, 3)));
    row.put(name + "Low", Expected.text(Say.decimal(range.low(), 3)));
    row.put(name + "High", Expected.text(Say.decimal(range.high(), 3)));
  }

  private Map<String, Expected> result() {
    Map<String, Expected> row = new LinkedHashMap<>();
    long right = count(StoredAnswer::right);
    row.put("right", Expected.text(Say.count(right)));
    row.put("total", Expected.text(Say.count(answers.size())));
    interval(row, "accuracy", right, answers.size());
    Arithmetic.Range range = Arithmetic.wilson(right, answers.size());
    row.put("wide", Expected.text(Say.decimal(100 * (range.high() - range.low()), 0)));
    row.put("labels", Expected.text(labels.size()));
    interval(row, "head", count(a -> a.head().equals(a.label())), answers.size());
    interval(row, "base", count(a -> a.base().equals(a.label())), answers.size());
    interval(row, "largest", count(a -> a.label().equals(largest)), answers.size());
    row.put("sure", Expected.text(Say.decimal(sure(answers), 3)));
    double over = sure(answers) - (double) right / answers.size();
    row.put(
        "often",
        Expected.text(
            over > 0.01
                ? "it is surer than it is right"
                : over < -0.01
                    ? "it is right more often than it is sure"
                    : "it is as often right as it is sure"));
    row.put("bins", Expected.text(BINS));
    double off = off();
    row.put("ece", Expected.text(Say.decimal(off, 3)));
    row.put("off", Expected.text(Say.decimal(100 * off, 1)));
    return row;
  }

  private static double sure(List<StoredAnswer> of) {
    return of.stream().mapToDouble(StoredAnswer::sure).average().orElse(0);
  }

  private Map<Integer, List<StoredAnswer>> binned() {
    Map<Integer, List<StoredAnswer>> bins = new TreeMap<>();
    for (StoredAnswer answer : answers) {
      int bin = Math.min(BINS - 1, (int) (answer.sure() * BINS));
      bins.computeIfAbsent(bin, any -> new ArrayList<>()).add(answer);
    }
    return bins;
  }

  /** Expected calibration error. */
  private double off() {
    return binned().values().stream()
            .mapToDouble(
                bin ->
                    Math.abs(bin.stream().mapToDouble(a -> a.sure() - (a.right() ? 1 : 0)).sum()))
            .sum()
        / answers.size();
  }

  private List<Map<String, Expected>> bins() {
    List<Map<String, Expected>> rows = new ArrayList<>();
    binned()
        .forEach(
            (number, bin) -> {
              Map<String, Expected> row = new LinkedHashMap<>();
              row.put("from", Expected.text(Say.decimal(number / (double) BINS, 2)));
              row.put("to", Expected.text(Say.decimal((number + 1) / (double) BINS, 2)));
              row.put("count", Expected.text(bin.size()));
              row.put("sure", Expected.text(Say.decimal(sure(bin), 3)));
              double right = bin.stream().filter(StoredAnswer::right).count();
              row.put("right", Expected.text(Say.decimal(right / bin.size(), 3)));
              rows.add(row);
            });
    return rows;
  }

  private static String upper(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private Map<String, Expected> alone() {
    return against("Head only", StoredAnswer::head);
  }

  private Map<String, Expected> simple() {
    return against(upper(baseline), StoredAnswer::base);
  }

  private Map<String, Expected> against(String name, Function<StoredAnswer, String> other) {
    Predicate<StoredAnswer> otherRight = a -> other.apply(a).equals(a.label());
    long both = count(otherRight.and(StoredAnswer::right));
    long first = count(otherRight.negate().and(StoredAnswer::right));
    long second = count(otherRight.and(a -> !a.right()));
    long neither = answers.size() - both - first - second;
    double points = 100.0 * (first - second) / answers.size();
    Arithmetic.Range range = Arithmetic.paired(both, first, second, neither);
    double p = Arithmetic.mcnemar(first, second);
    Map<String, Expected> row = new LinkedHashMap<>();
    row.put("name", Expected.text(name));
    row.put("by", Expected.text(baseline));
    row.put("trained", Expected.text(upper(baseline).replace(" + ", " with ")));
    boolean proven = p < 0.05;
    boolean open = !proven && range.high() >= 0.01;
    row.put(
        "verdict",
        Expected.text(
            proven && points > 0
                ? "Transfer helped."
                : open ? "It cannot be told yet." : "Transfer did not help."));
    row.put(
        "opening",
        Expected.text(
            proven && points > 0
                ? "Opening blocks paid."
                : open
                    ? "Whether opening blocks paid cannot be told."
                    : "Opening blocks did not pay."));
    row.put("side", Expected.text(points > 0 ? "above" : "below"));
    row.put("gain", Expected.text(signed(points)));
    row.put("points", Expected.text(String.format(Locale.ROOT, "%.1f", Math.abs(points))));
    row.put("low", Expected.text(signed(100 * range.low())));
    row.put("high", Expected.text(signed(100 * range.high())));
    row.put("lowest", Expected.text(Say.decimal(100 * range.low(), 1)));
    row.put("highest", Expected.text(Say.decimal(100 * range.high(), 1)));
    row.put(
        "p", Expected.text(p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p)));
    row.put("both", Expected.text(both));
    row.put("first", Expected.text(first));
    row.put("second", Expected.text(second));
    row.put("neither", Expected.text(neither));
    return row;
  }

  private static String signed(double points) {
    return String.format(Locale.ROOT, "%+.1f", points).replace('-', '−');
  }

  private List<Map<String, Expected>> each() {
    return answers.stream()
        .sorted(Comparator.comparingDouble(StoredAnswer::sure).reversed())
        .map(
            answer -> {
              Map<String, Expected> row = new LinkedHashMap<>();
              row.put(
                  "text",
                  Expected.text((answer.text() + (ofTexts ? " row " + answer.id() : "")).strip()));
              row.put("label", Expected.text(answer.label()));
              row.put("said", Expected.text(answer.said()));
              row.put("sure", Expected.text(Say.decimal(answer.sure(), 3)));
              row.put("base", Expected.text(answer.base()));
              return row;
            })
        .toList();
  }
}
