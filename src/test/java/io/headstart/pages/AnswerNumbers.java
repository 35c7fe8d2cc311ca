package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run's stored answers come to on a split, counted again and computed by {@link Arithmetic}.
 */
final class AnswerNumbers {
  private static final Set<String> SOURCES =
      Set.of(
          "result",
          "scored",
          "against",
          "alone",
          "simple",
          "baseline",
          "fresh",
          "label",
          "cell",
          "pair",
          "bin",
          "answer");

  private static final int BINS = 15;

  private final List<StoredAnswer> answers;
  private final List<String> labels;
  private final String largest;
  private final Facts run;

  /**
   * What the verdict and the words depend on.
   *
   * @param baseline the simple model
   * @param ofTexts whether it reads texts
   * @param fromScratch whether nothing was transferred
   * @param begins whether it begins with another run
   * @param seen test examples that a run before it learned from; null: not told
   * @param fresh number of the run from scratch that it is held against, or null
   * @param epochs of that run, or null
   */
  private record Facts(
      String baseline,
      boolean ofTexts,
      boolean fromScratch,
      boolean begins,
      @Nullable String seen,
      @Nullable String fresh,
      @Nullable String epochs) {
    boolean isWithheld() {
      return begins && !"0".equals(seen);
    }
  }

  private AnswerNumbers(
      List<StoredAnswer> answers, List<String> labels, String largest, Facts run) {
    this.answers = answers;
    this.labels = labels;
    this.largest = largest;
    this.run = run;
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
    AnswerNumbers numbers = of(rows, About.run(page, rows), split == null ? "test" : split);
    return numbers == null ? List.of() : numbers.rows(source);
  }

  /** Each run that has a result, with all that lists say of it. */
  private static List<Map<String, Expected>> scored(PageAt page, Rows rows) {
    Long only = page.run();
    List<Map<String, Expected>> all = new ArrayList<>();
    for (List<String> run :
        rows.texts(
            "select number from runs where ended_state = 'SUCCEEDED' and deleted_at is null"
                + " order by number")) {
      long number = Long.parseLong(run.get(0));
      if (only == null || only == number) {
        all.add(scored(rows, number));
      }
    }
    return all;
  }

  /** A run that has a result, with all that lists say of it. */
  static Map<String, Expected> scored(Rows rows, long number) {
    AnswerNumbers numbers = Objects.requireNonNull(of(rows, number, "test"));
    Map<String, Expected> row = new LinkedHashMap<>(numbers.spoken());
    row.putAll(numbers.result());
    row.putAll(RunNumbers.one(rows, number));
    return row;
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
              p.probabilities->>cast(p.predicted as int), coalesce(e.beginning,
                case when d.deleted_at is not null then 'Its data set was deleted.' end), f.predicted,
              c.labels, c.largest, s.result->>'withoutTransferBy', r.side is null,
              r.from_scratch, r.source_run is not null, s.result->>'testSeen', f.number, f.epochs
            from run_predictions p join runs r on r.team_id = p.team_id and r.id = p.run_id
              join run_results s on s.team_id = r.team_id and s.run_id = r.id
              join dataset_versions v on v.team_id = r.team_id and v.id = r.dataset_version_id
              join datasets d on d.team_id = v.team_id and d.id = v.dataset_id
              left join dataset_examples e on e.team_id = v.team_id and e.version_id = v.id
                and e.example_id = p.example_id
              left join lateral (select o.number, o.epochs, q.predicted from runs o
                  join run_predictions q on q.run_id = o.id and q.split = p.split
                    and q.example_id = p.example_id
                where o.from_scratch and o.ended_state = 'SUCCEEDED' and o.deleted_at is null
                  and o.dataset_version_id = r.dataset_version_id
                  and o.base_model = r.base_model and not r.from_scratch
                order by o.number desc limit 1) f on true
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
    List<String> labels = List.of(first.get(8).split(",", -1));
    return new AnswerNumbers(
        found.stream().map(row -> StoredAnswer.of(row, labels)).toList(),
        labels,
        first.get(9),
        new Facts(
            first.get(10),
            first.get(11).equals("t"),
            first.get(12).equals("t"),
            first.get(13).equals("t"),
            first.get(14),
            first.get(15),
            first.get(16)));
  }

  private List<Map<String, Expected>> rows(String source) {
    return switch (source) {
      case "result" -> List.of(result());
      case "against" -> against();
      case "alone" -> List.of(alone().row());
      case "simple" -> List.of(spoken());
      case "baseline" -> List.of(simple().row());
      case "fresh" -> freshShare();
      case "pair" -> new ClassNumbers(answers, labels).pairs();
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
    row.put("over", Expected.text(Say.decimal(100 * over, 1)));
    double off = off();
    row.put("ece", Expected.text(Say.decimal(off, 3)));
    row.put("off", Expected.text(Say.decimal(100 * off, 1)));
    return row;
  }

  /** The run from scratch as a baseline. */
  private List<Map<String, Expected>> freshShare() {
    if (run.fresh == null) {
      return List.of();
    }
    Map<String, Expected> row = new LinkedHashMap<>();
    row.put("run", Expected.text(run.fresh));
    row.put("epochs", Expected.text(run.epochs));
    interval(row, "share", count(a -> a.fresh().equals(a.label())), answers.size());
    return List.of(row);
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

  private VerdictNumbers alone() {
    return VerdictNumbers.of(answers, "Head only", "the head alone", StoredAnswer::head);
  }

  private VerdictNumbers simple() {
    return VerdictNumbers.of(
        answers, VerdictNumbers.upper(run.baseline), run.baseline, StoredAnswer::base);
  }

  private @Nullable VerdictNumbers fresh() {
    return run.fresh == null
        ? null
        : VerdictNumbers.of(
            answers,
            "From scratch, run " + run.fresh,
            "run " + run.fresh + ", the same network from scratch",
            StoredAnswer::fresh);
  }

  private List<Map<String, Expected>> against() {
    VerdictNumbers fresh = fresh();
    List<Map<String, Expected>> all = new ArrayList<>(List.of(alone().row(), simple().row()));
    if (fresh != null) {
      all.add(fresh.row());
    }
    return all;
  }

  /** What is spoken of the run: beside the simple model, or beside one from scratch. */
  private Map<String, Expected> spoken() {
    VerdictNumbers fresh = fresh();
    VerdictNumbers spoken = simple();
    if (fresh != null && !run.isWithheld() && fresh.isBelow(spoken)) {
      spoken = fresh;
    }
    Map<String, Expected> row = spoken.row();
    row.put("seen", run.seen == null ? Expected.none() : Expected.text(run.seen));
    if (run.fromScratch) {
      row.put("verdict", Expected.text("Nothing was transferred."));
    } else if (run.isWithheld()) {
      row.put("verdict", Expected.text("No verdict."));
    }
    return row;
  }

  private List<Map<String, Expected>> each() {
    return answers.stream()
        .sorted(Comparator.comparingDouble(StoredAnswer::sure).reversed())
        .map(
            answer -> {
              Map<String, Expected> row = new LinkedHashMap<>();
              row.put(
                  "text",
                  Expected.text(
                      (answer.text() + (run.ofTexts ? " row " + answer.id() : "")).strip()));
              row.put("label", Expected.text(answer.label()));
              row.put("said", Expected.text(answer.said()));
              row.put("sure", Expected.text(Say.decimal(answer.sure(), 3)));
              row.put("base", Expected.text(answer.base()));
              return row;
            })
        .toList();
  }
}
