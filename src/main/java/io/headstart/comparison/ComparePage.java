package io.headstart.comparison;

import io.headstart.run.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page of a comparison shows.
 *
 * @param runs in the order chosen
 * @param comparison against the reference
 * @param settings all of them
 * @param all whether settings that are the same everywhere are shown too
 * @param disagreements examples that the runs tested on the same rows answer differently
 * @param next id behind which more of them stand; null at the end
 */
public record ComparePage(
    List<RunView> runs,
    Comparison comparison,
    List<SettingRow> settings,
    boolean all,
    List<Disagreement> disagreements,
    @Nullable Long next) {

  /**
   * An example and the answers to it.
   *
   * @param id number of its row
   * @param text its beginning; null when its data set is gone
   * @param label its true class
   * @param answers of the runs of {@link #paired()}
   */
  public record Disagreement(long id, @Nullable String text, String label, List<Answer> answers) {}

  /**
   * An answer to an example.
   *
   * @param run number of the run
   * @param label the class that it answered
   * @param right whether that is the true one
   */
  public record Answer(long run, String label, boolean right) {}

  /** The settings to show. */
  public List<SettingRow> shown() {
    return settings.stream().filter(row -> all || row.differs()).toList();
  }

  /** Runs that were tested on the same rows: the reference first. */
  public List<RunView> paired() {
    List<RunView> paired = new ArrayList<>();
    paired.add(comparison.reference());
    comparison.tested().forEach(entry -> paired.add(entry.run()));
    return paired;
  }

  /** Runs that have a result. */
  public List<RunView> measured() {
    return runs.stream().filter(run -> run.outcome() != null).toList();
  }

  /** {@code 3,5,8}. */
  public String numbers() {
    return runs.stream().map(r -> String.valueOf(r.number())).collect(Collectors.joining(","));
  }

  /** Query of this comparison, without {@code ?}. */
  public String query() {
    return "runs=" + numbers() + "&reference=" + comparison.reference().number();
  }

  /** Names of the curves of a measure, as the chart wants them. */
  public String series(String measure) {
    return runs.stream()
        .map(run -> "run " + run.number() + "_" + measure)
        .collect(Collectors.joining(","));
  }

  /** The interval of a run's accuracy in words. */
  public String words(RunView run) {
    return Comparison.words(run);
  }

  /** Lower end of the scale that accuracies are drawn to. */
  public double from() {
    double lowest =
        measured().stream()
            .mapToDouble(run -> run.outcome() == null ? 1 : run.outcome().interval().low())
            .min()
            .orElse(0);
    return Math.max(0, Math.floor(lowest * 10) / 10);
  }

  /** Values written at that scale. */
  public List<Double> ticks() {
    return List.of(from(), Math.round((from() + 1) / 2 * 1000) / 1000.0, 1.0);
  }

  /** The page as Markdown, for a report or a ticket. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("**").append(comparison.lead()).append("** ").append(comparison.sentence());
    text.append("\n\n| |");
    runs.forEach(run -> text.append(" run ").append(run.number()).append(" |"));
    text.append("\n| --- |").append(" --- |".repeat(runs.size()));
    text.append("\n| Accuracy on test, 95 % interval |");
    runs.forEach(run -> text.append(' ').append(Comparison.words(run)).append(" |"));
    for (SettingRow row : shown()) {
      text.append("\n| ").append(escaped(row.name())).append(" |");
      row.values().forEach(value -> text.append(' ').append(escaped(value)).append(" |"));
    }
    for (Comparison.Entry entry : comparison.leftOut()) {
      text.append("\n\nRun %d is not comparable: ".formatted(entry.run().number()))
          .append(escaped(String.valueOf(entry.obstacle())));
    }
    return text.append('\n').toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;");
  }
}
