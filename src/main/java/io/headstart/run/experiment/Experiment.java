package io.headstart.run.experiment;

import io.headstart.platform.page.Say;
import io.headstart.run.RunView;
import io.headstart.run.evidence.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs that differ in their seeds only. One run's accuracy has the luck of its seed in it: order of
 * the examples, first weights of the head, dropout. Their mean and spread say how much that is.
 *
 * @param runs in the order of their numbers, 2 or more
 */
public record Experiment(List<RunView> runs) {
  /** 97.5 % quantiles of Student's t distribution for 1 degree of freedom and more. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262
  };

  public Experiment {
    runs = List.copyOf(runs);
  }

  /** Runs with a result. */
  public List<RunView> measured() {
    return runs.stream().filter(run -> run.outcome() != null).toList();
  }

  /** Runs that go on or wait. */
  public long open() {
    return runs.stream().filter(run -> !run.isDone()).count();
  }

  /** Whether there are enough results for a spread. */
  public boolean isTold() {
    return measured().size() >= 2;
  }

  private static double accuracy(RunView run) {
    return run.outcome() == null ? 0 : run.outcome().accuracy();
  }

  /** Mean accuracy on the test split of those that have a result; 0 of none. */
  public double mean() {
    return measured().stream().mapToDouble(Experiment::accuracy).average().orElse(0);
  }

  /** Standard deviation of their accuracies, with n − 1; 0 of fewer than two. */
  public double deviation() {
    List<RunView> all = measured();
    if (all.size() < 2) {
      return 0;
    }
    double mean = mean();
    double squares =
        all.stream().mapToDouble(run -> accuracy(run) - mean).map(off -> off * off).sum();
    return Math.sqrt(squares / (all.size() - 1));
  }

  /** 95 % interval of the mean over seeds, by Student's t; null of fewer than two. */
  public @Nullable Interval interval() {
    int n = measured().size();
    if (n < 2) {
      return null;
    }
    double half = STUDENT[Math.min(n - 2, STUDENT.length - 1)] * deviation() / Math.sqrt(n);
    return new Interval(Math.max(0, mean() - half), Math.min(1, mean() + half));
  }

  /** What can be said, in a sentence. */
  public String sentence() {
    int n = measured().size();
    String wait = open() == 0 ? "" : " " + Say.counted(open(), "run") + " still to come.";
    Interval interval = interval();
    if (interval == null) {
      return (n == 0 ? "No run has a result yet." : "One run has a result: no spread can be told.")
          + wait;
    }
    return String.format(
            Locale.ROOT,
            "Mean accuracy %.3f over %d seeds, standard deviation %.3f, 95 %% interval of the mean"
                + " %.3f to %.3f. That is the luck of the seed only: all were asked the same test"
                + " examples.",
            mean(),
            n,
            deviation(),
            interval.low(),
            interval.high())
        + wait;
  }

  /** Numbers of the runs with a result, as a comparison's address takes them. */
  public String compared() {
    return measured().stream()
        .map(run -> Long.toString(run.number()))
        .collect(Collectors.joining(","));
  }
}
