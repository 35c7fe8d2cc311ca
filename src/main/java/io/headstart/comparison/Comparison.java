package io.headstart.comparison;

import io.headstart.platform.page.Say;
import io.headstart.run.RunView;
import io.headstart.run.evidence.Interval;
import io.headstart.run.evidence.PairedCounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs against a reference, on the test split.
 *
 * @param reference what the others are held against
 * @param entries the others, in the order chosen
 */
public record Comparison(RunView reference, List<Entry> entries) {
  /** Below this adjusted p a difference counts as proven, as in the verdict of one run. */
  private static final double PROVEN = 0.05;

  /**
   * A run against the reference.
   *
   * @param run the run
   * @param obstacle why they can't be compared, in a sentence; null: they can
   * @param pair the run first, the reference second; null with an obstacle
   * @param p two-sided p of McNemar's exact test, adjusted by Holm over all entries; 1 with an
   *     obstacle
   */
  public record Entry(
      RunView run, @Nullable String obstacle, @Nullable PairedCounts pair, double p) {
    /** What can be said of the difference: {@code better}, {@code worse}, {@code can't be told}. */
    public String answer() {
      if (pair == null) {
        return "not comparable";
      }
      if (p >= PROVEN) {
        return "can't be told";
      }
      return pair.difference() > 0 ? "better" : "worse";
    }

    /** The difference in points, −100 to 100. */
    public double points() {
      return pair == null ? 0 : 100 * pair.difference();
    }

    /** Lower end of its 95 % interval, in points. */
    public double low() {
      return pair == null ? 0 : 100 * pair.interval().low();
    }

    /** Upper end of its 95 % interval, in points. */
    public double high() {
      return pair == null ? 0 : 100 * pair.interval().high();
    }

    /** The difference in words: {@code −1.3, can't be told}. */
    public String words() {
      return signed(points()) + ", " + answer();
    }

    /** The adjusted p in words. */
    public String proof() {
      return p < 0.001 ? "p < 0.001" : "p = " + Say.decimal(p, 3);
    }
  }

  /**
   * Holds runs against one of them.
   *
   * @param runs all of them
   * @param pairs counts of each of the others on the same examples, the run first; null where it
   *     can't be compared; in the order of the runs, without the reference
   */
  static Comparison of(RunView reference, List<RunView> runs, List<@Nullable PairedCounts> pairs) {
    List<RunView> others = runs.stream().filter(r -> r.number() != reference.number()).toList();
    List<Double> values = new ArrayList<>();
    for (PairedCounts pair : pairs) {
      if (pair != null) {
        values.add(pair.mcnemar());
      }
    }
    double[] adjusted = Holm.adjusted(values);
    List<Entry> entries = new ArrayList<>();
    int tested = 0;
    for (int i = 0; i < others.size(); i++) {
      PairedCounts pair = pairs.get(i);
      entries.add(
          pair == null
              ? new Entry(others.get(i), obstacle(others.get(i), reference), null, 1)
              : new Entry(others.get(i), null, pair, adjusted[tested++]));
    }
    return new Comparison(reference, entries);
  }

  /** Why two runs can't be compared, in a sentence; null when they can. */
  static @Nullable String obstacle(RunView run, RunView reference) {
    if (reference.outcome() == null) {
      return "Run " + reference.number() + ", the reference, has no result on the test split.";
    }
    if (run.outcome() == null) {
      return run.isDone()
          ? "It ended without a result."
          : "It has not ended yet; the test split is asked once, at the end.";
    }
    if (run.isTestSeen()) {
      return "A run before it learned from its test examples, or may have: its accuracy proves nothing.";
    }
    if (reference.isTestSeen()) {
      return "A run before run "
          + reference.number()
          + ", the reference, learned from its test examples, or may have.";
    }
    if (run.version().rowsHash().equals(reference.version().rowsHash())) {
      return null;
    }
    return "It was tested on other rows: on those of "
        + run.version().title()
        + " (SHA-256 "
        + run.version().rowsHash().substring(0, 12)
        + "…), run "
        + reference.number()
        + " on those of "
        + reference.version().title()
        + " ("
        + reference.version().rowsHash().substring(0, 12)
        + "…).";
  }

  /** Entries that were tested against the reference. */
  public List<Entry> tested() {
    return entries.stream().filter(entry -> entry.pair() != null).toList();
  }

  /** Entries that can't be compared. */
  public List<Entry> leftOut() {
    return entries.stream().filter(entry -> entry.pair() == null).toList();
  }

  /** The first words of what can be said. */
  public String lead() {
    if (tested().isEmpty()) {
      return "Nothing can be compared.";
    }
    List<Entry> better = with("better");
    List<Entry> worse = with("worse");
    if (better.isEmpty() && worse.isEmpty()) {
      return tested().size() == 1
          ? "It cannot be told yet which is better."
          : "They cannot be told apart yet.";
    }
    StringBuilder lead = new StringBuilder();
    if (!better.isEmpty()) {
      lead.append(named(better)).append(" better than run ").append(reference.number()).append(".");
    }
    if (!worse.isEmpty()) {
      lead.append(better.isEmpty() ? "" : " ")
          .append(named(worse))
          .append(" worse than run ")
          .append(reference.number())
          .append(".");
    }
    return lead.toString();
  }

  /** The rest of the statement: how large the differences are, and how sure that is. */
  public String sentence() {
    if (tested().isEmpty()) {
      return leftOut().stream().anyMatch(e -> e.run().isTestSeen()) || reference.isTestSeen()
          ? "What a model has seen before it may know by heart; each run's reason stands below."
          : "None of these runs was tested on the same rows as run " + reference.number() + ".";
    }
    StringBuilder say = new StringBuilder();
    long examples = 0;
    for (Entry entry : tested()) {
      examples = entry.pair() == null ? examples : entry.pair().total();
      say.append(
          "Run %d: %s points (95 %% interval %s to %s, %s%s). "
              .formatted(
                  entry.run().number(),
                  signed(entry.points()),
                  signed(entry.low()),
                  signed(entry.high()),
                  entry.proof(),
                  tested().size() > 1 ? " after Holm" : ""));
    }
    say.append("The same ")
        .append(Say.counted(examples, "test example"))
        .append(", paired; McNemar's exact test.");
    if (!with("can't be told").isEmpty()) {
      say.append(" More labelled examples would tell the rest.");
    }
    return say.toString();
  }

  private List<Entry> with(String answer) {
    return tested().stream().filter(entry -> entry.answer().equals(answer)).toList();
  }

  private static String named(List<Entry> entries) {
    List<String> numbers = entries.stream().map(e -> String.valueOf(e.run().number())).toList();
    if (numbers.size() == 1) {
      return "Run " + numbers.get(0) + " is";
    }
    int last = numbers.size() - 1;
    return "Runs "
        + String.join(", ", numbers.subList(0, last))
        + " and "
        + numbers.get(last)
        + " are";
  }

  private static String signed(double points) {
    return Say.signed(points, 1);
  }

  /** Largest distance from 0 that the differences are drawn to, in points; at least 1. */
  public double reach() {
    return Math.ceil(
        tested().stream()
            .mapToDouble(e -> Math.max(Math.abs(e.low()), Math.abs(e.high())))
            .max()
            .orElse(1));
  }

  /** Lower end of the scale of the differences, in points. */
  public double from() {
    return -reach();
  }

  /** The 95 % interval of a run's accuracy in words. */
  static String words(RunView run) {
    RunView.Outcome outcome = run.outcome();
    if (outcome == null) {
      return "none";
    }
    Interval interval = outcome.interval();
    return "%s [%s, %s]"
        .formatted(
            Say.decimal(outcome.accuracy(), 3),
            Say.decimal(interval.low(), 3),
            Say.decimal(interval.high(), 3));
  }
}
