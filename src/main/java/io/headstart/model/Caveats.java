package io.headstart.model;

import io.headstart.platform.page.Say;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.TrainResult;
import io.headstart.run.RunView;
import io.headstart.run.errors.Calibration;
import io.headstart.run.errors.Confusion;
import io.headstart.run.evidence.Interval;
import io.headstart.run.evidence.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a model is not good for, as far as its data, its settings and its answers tell. */
@ApplicationScoped
public class Caveats {
  /** Test examples of a class below which a rate of it says next to nothing. */
  private static final long FEW = 20;

  /** A class of which so many are missed is worth a word. */
  private static final double LOW_RECALL = 0.7;

  /** Classes named in one sentence. */
  private static final int NAMED = 5;

  /** An interval wider than this many points is worth a word. */
  private static final double WIDE = 5;

  Caveats() {}

  /**
   * The sentences, the weightiest first.
   *
   * @param result what the run's worker reported
   * @param confusion on the test split
   * @param calibration on the test split
   */
  List<String> of(RunView run, TrainResult result, Confusion confusion, Calibration calibration) {
    List<String> all = new ArrayList<>();
    RunView.Outcome outcome = run.outcome();
    if (outcome != null && run.isTestSeen()) {
      all.add(outcome.verdict().sentence());
    } else if (outcome != null && outcome.verdict().answer() != Verdict.Answer.HELPED) {
      all.add(
          "It isn't shown to be better than "
              + outcome.verdict().against()
              + ", which is simpler and faster.");
    }
    all.add(
        "Whatever it's given, it answers with one of its "
            + confusion.labels().size()
            + " labels: it can't say that none fits.");
    all.addAll(weak(confusion));
    add(all, few(run.version().report(), confusion.labels()));
    add(all, wide(result.test()));
    add(all, reads(run));
    add(all, sure(calibration));
    return all;
  }

  private static void add(List<String> all, @Nullable String sentence) {
    if (sentence != null) {
      all.add(sentence);
    }
  }

  /** Classes that it often misses; only those of which enough were asked. */
  private static List<String> weak(Confusion confusion) {
    return confusion.rows().stream()
        .filter(row -> row.sum() >= FEW && row.recall() < LOW_RECALL)
        .sorted(Comparator.comparingDouble(Confusion.Row::recall))
        .limit(NAMED)
        .map(
            row ->
                "It finds "
                    + Say.count(row.cells().get(row.label()).count())
                    + " of "
                    + Say.counted(row.sum(), "test example")
                    + " of "
                    + quoted(row.name())
                    + ".")
        .toList();
  }

  private static @Nullable String few(CheckReport report, List<String> labels) {
    List<String> few =
        labels.stream()
            .filter(
                label -> {
                  CheckReport.ClassCount count = report.classes().get(label);
                  return count != null && count.test() < FEW;
                })
            .toList();
    if (few.isEmpty()) {
      return null;
    }
    String named =
        few.stream().limit(NAMED).map(Caveats::quoted).reduce((a, b) -> a + ", " + b).orElse("");
    String more = few.size() > NAMED ? " and " + Say.count(few.size() - NAMED) + " more" : "";
    return "Fewer than "
        + FEW
        + " test examples were of "
        + named
        + more
        + ": how well it knows "
        + (few.size() == 1 ? "this label" : "these labels")
        + " can hardly be told.";
  }

  private static @Nullable String wide(TrainResult.Count test) {
    Interval interval = Interval.wilson(test.correct(), test.total());
    double points = (interval.high() - interval.low()) * 100;
    return points <= WIDE
        ? null
        : "Its accuracy is known to within "
            + Say.decimal(points, 0)
            + " points only: the test split has "
            + Say.counted(test.total(), "example")
            + ".";
  }

  private static String reads(RunView run) {
    if (run.settings().pictures() != null) {
      return "Of a picture it sees the middle square at "
          + run.settings().side()
          + " pixels a side; what lies outside and what is finer is lost to it.";
    }
    String language = run.base().input().language();
    return (language == null ? "" : "Its base model has learned from " + language + " text. ")
        + "It reads the first "
        + run.settings().maxTokens()
        + " tokens of a text.";
  }

  private static @Nullable String sure(Calibration calibration) {
    double over = calibration.certainty() - calibration.accuracy();
    return calibration.total() == 0 || over < 0.01
        ? null
        : "It is surer than it is right: its probabilities were %s points too high on average (calibration error %s)."
            .formatted(Say.decimal(over * 100, 1), Say.decimal(calibration.error(), 3));
  }

  private static String quoted(String label) {
    return "“" + label + "”";
  }
}
