package io.headstart.run.evidence;

import io.headstart.platform.page.Say;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether transfer helped, spoken once, on the test split, against a baseline without transfer.
 *
 * @param answer the answer
 * @param difference share right of the run minus that of the baseline, -1 to 1
 * @param interval 95 % interval of the difference, paired
 * @param p two-sided p of McNemar's exact test, 0 to 1
 * @param examples number of test examples
 * @param against what the baseline is, in words
 * @param way how the baseline did without transfer
 * @param seen of a verdict that is withheld: test examples that a run before it learned from; null:
 *     that can't be told. 0 for all others
 */
public record Verdict(
    Answer answer,
    double difference,
    Interval interval,
    double p,
    long examples,
    String against,
    Way way,
    @Nullable Long seen) {
  /** Below this p a difference counts as proven. */
  private static final double PROVEN = 0.05;

  /** A gain that is surely smaller than one point is no help: training costs more than that. */
  private static final double WORTHWHILE = 0.01;

  /** The answers. */
  public enum Answer {
    /** Better than the baseline, and not by chance. */
    HELPED("Transfer helped."),
    /** Worse than the baseline and not by chance, or surely less than one point better. */
    DID_NOT_HELP("Transfer did not help."),
    /** The test split is too small to tell. */
    CANNOT_BE_TOLD("It cannot be told yet."),
    /** The run began with fresh weights: it is a baseline itself. */
    NOTHING_TRANSFERRED("Nothing was transferred."),
    /** Test examples were learned from by a run before it, or may have been. */
    WITHHELD("No verdict.");

    private final String words;

    Answer(String words) {
      this.words = words;
    }

    /** The first words of the statement. */
    public String words() {
      return words;
    }
  }

  /** How a baseline does without transfer. */
  public enum Way {
    /** Another, simple model. */
    SIMPLE_MODEL,
    /** The same network, from fresh weights. */
    FRESH_WEIGHTS
  }

  /** Speaks the verdict against a simple model. */
  public static Verdict of(PairedCounts counts, String against) {
    return of(counts, against, Way.SIMPLE_MODEL);
  }

  /**
   * Speaks the verdict.
   *
   * @param counts the run first, the baseline second, on the test split
   * @param against what the baseline is, in words that can stand in a sentence
   * @param way how it does without transfer
   */
  public static Verdict of(PairedCounts counts, String against, Way way) {
    Interval interval = counts.interval();
    double p = counts.mcnemar();
    double difference = counts.difference();
    Answer answer;
    if (p < PROVEN) {
      answer = difference > 0 ? Answer.HELPED : Answer.DID_NOT_HELP;
    } else if (interval.high() < WORTHWHILE) {
      answer = Answer.DID_NOT_HELP;
    } else {
      answer = Answer.CANNOT_BE_TOLD;
    }
    return new Verdict(answer, difference, interval, p, counts.total(), against, way, 0L);
  }

  /**
   * What can be said of a run that began with fresh weights: how it compares, nothing of transfer.
   */
  public static Verdict ofScratch(PairedCounts counts, String against) {
    return new Verdict(
        Answer.NOTHING_TRANSFERRED,
        counts.difference(),
        counts.interval(),
        counts.mcnemar(),
        counts.total(),
        against,
        Way.SIMPLE_MODEL,
        0L);
  }

  /**
   * No verdict: the run began with the weights of another one, and what a model has seen before it
   * may know by heart.
   *
   * @param seen test examples that a run before it learned from, 1 or more; null: that can't be
   *     told
   */
  public static Verdict withheld(PairedCounts counts, String against, @Nullable Long seen) {
    return new Verdict(
        Answer.WITHHELD,
        counts.difference(),
        counts.interval(),
        counts.mcnemar(),
        counts.total(),
        against,
        Way.SIMPLE_MODEL,
        seen);
  }

  /**
   * The less favourable of two verdicts on the same run: transfer has helped where it beats every
   * baseline without it. Since each must be beaten at the same level, two tests need no correction
   * (an intersection-union test; Berger, Technometrics 1982).
   */
  public Verdict or(Verdict other) {
    int order = Integer.compare(favour(other), favour(this));
    return order < 0 || (order == 0 && other.difference < difference) ? other : this;
  }

  private static int favour(Verdict verdict) {
    return switch (verdict.answer) {
      case HELPED -> 2;
      case CANNOT_BE_TOLD -> 1;
      case DID_NOT_HELP, NOTHING_TRANSFERRED, WITHHELD -> 0;
    };
  }

  /** The difference in points, -100 to 100. */
  public double points() {
    return difference * 100;
  }

  /** Lower end of the interval, in points. */
  public double low() {
    return interval.low() * 100;
  }

  /** Upper end of the interval, in points. */
  public double high() {
    return interval.high() * 100;
  }

  /** The sentence after the first words: how large the difference is and how sure that is. */
  public String sentence() {
    return answer == Answer.WITHHELD ? leak() + " " + measured() : measured() + advice();
  }

  private String leak() {
    return seen == null
        ? "Whether a run before this one learned from its test examples can't be told, so this"
            + " accuracy may be that of a memory."
        : String.format(
            Locale.ROOT,
            "%d of %d test examples were learned from by a run before this one: what was seen may be"
                + " known by heart, so this accuracy proves nothing. Begin with a run on the same"
                + " version of the data, whose test split no run has seen.",
            seen,
            examples);
  }

  /** How large the difference is and how sure that is, without advice. */
  String measured() {
    String size =
        Math.abs(difference) < 5e-5
            ? "Just as many right as " + against
            : String.format(
                Locale.ROOT,
                "%.1f points %s %s",
                Math.abs(difference) * 100,
                difference > 0 ? "above" : "below",
                against);
    String proof =
        String.format(
            Locale.ROOT,
            " (95 %% interval %s to %s, the same %d test examples, paired; McNemar %s).",
            signed(interval.low()),
            signed(interval.high()),
            examples,
            p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p));
    return size + proof;
  }

  /** A difference in points with its sign. */
  private static String signed(double share) {
    return Say.signed(share * 100, 1);
  }

  private String advice() {
    return switch (answer) {
      case HELPED, WITHHELD -> "";
      case NOTHING_TRANSFERRED ->
          " All weights were fresh at the beginning; runs on the same data that begin with the"
              + " pre-trained ones are compared with this one.";
      case DID_NOT_HELP ->
          way == Way.FRESH_WEIGHTS
              ? " The same network with fresh weights does at least as well here: what the base"
                  + " model had learned before was not needed."
              : " The simple model, trained in seconds, does at least as well here: use it, or open"
                  + " more blocks and try again.";
      case CANNOT_BE_TOLD ->
          " With "
              + examples
              + " test examples a difference of this size may be chance: more labelled examples"
              + " would tell.";
    };
  }
}
