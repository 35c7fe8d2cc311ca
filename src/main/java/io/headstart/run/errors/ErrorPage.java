package io.headstart.run.errors;

import io.headstart.protocol.Split;
import io.headstart.run.RunView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page of a run's errors shows.
 *
 * @param run the run
 * @param split what it was tried on
 * @param sorting order of the classes
 * @param label index of the true class chosen; null: any
 * @param predicted index of the answer chosen; null: every wrong one
 * @param confusion the matrix
 * @param calibration sure against right
 * @param examples those behind what is chosen, the most certain first
 * @param next value of {@code after} for the examples behind them; null at the end
 */
public record ErrorPage(
    RunView run,
    Split split,
    Sorting sorting,
    @Nullable Integer label,
    @Nullable Integer predicted,
    Confusion confusion,
    Calibration calibration,
    List<Example> examples,
    @Nullable String next) {

  /**
   * An example and what was said of it.
   *
   * @param id number of its row in the user's file
   * @param text its beginning, of a picture the name of its entry; null when its data set is gone
   * @param label its true class
   * @param predicted the run's answer
   * @param certainty probability of that answer, 0 to 1
   * @param baseline the baseline's answer
   */
  public record Example(
      long id,
      @Nullable String text,
      String label,
      String predicted,
      double certainty,
      String baseline) {
    static Example of(ReadErrors.Answer answer, List<String> labels, @Nullable String text) {
      return new Example(
          answer.id(),
          text,
          labels.get(answer.label()),
          labels.get(answer.predicted()),
          answer.certainty(),
          labels.get(answer.baseline()));
    }
  }

  /** The scores of the classes, sorted. */
  public List<ClassScore> scores() {
    return sorting.sorted(ClassScore.of(confusion));
  }

  /** All columns that can be sorted by. */
  public List<Sorting> sortings() {
    return List.of(Sorting.values());
  }

  /** {@code test} or {@code validation}. */
  public String splitName() {
    return split.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a cell is the one chosen. */
  public boolean isChosen(Confusion.Cell cell) {
    return label != null
        && predicted != null
        && cell.label() == label
        && cell.predicted() == predicted;
  }

  /** Query of the same page with a cell chosen, without {@code ?}. */
  public String cell(int truth, int answer) {
    return query() + "&label=" + truth + "&predicted=" + answer;
  }

  /** Query of the same split and order, without {@code ?}. */
  public String query() {
    return "split=" + splitName() + "&sort=" + sorting.value();
  }

  /** Query of the same split and choice in another order, without {@code ?}. */
  public String sorted(Sorting by) {
    return "split=" + splitName() + "&sort=" + by.value() + choice();
  }

  /** Query of the examples that follow, without {@code ?}; empty at the end. */
  public String following() {
    return next == null ? "" : query() + choice() + "&after=" + next;
  }

  private String choice() {
    return (label == null ? "" : "&label=" + label)
        + (predicted == null ? "" : "&predicted=" + predicted);
  }

  /** What the examples shown are, as a heading. */
  public String chosen() {
    List<String> labels = confusion.labels();
    if (label == null || predicted == null) {
      return label == null ? "Errors, the surest first" : "Errors on " + labels.get(label);
    }
    return label.equals(predicted)
        ? labels.get(label) + ", rightly answered"
        : labels.get(label) + ", answered as " + labels.get(predicted);
  }
}
