package io.headstart.run.errors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class was answered for each other one, on one split.
 *
 * @param labels names of the classes, in the order of the indices
 * @param cells {@code cells[label][predicted]}: number of examples
 */
@SuppressWarnings("ArrayRecordComponent") // it is written once, by who reads it
public record Confusion(List<String> labels, long[][] cells) {
  /** More classes than this don't fit on a screen; the list of pairs then stands beside them. */
  private static final int FITS = 12;

  /** Pairs listed. */
  private static final int PAIRS = 12;

  /** Steps of the shade of a cell. */
  private static final int SHADES = 5;

  /**
   * A confusion of one class with another.
   *
   * @param label index of the true class
   * @param predicted index of the answer, not the same
   * @param truth name of the true class
   * @param answer name of the answer
   * @param count number of examples
   * @param ofClass examples of the true class
   */
  public record Pair(
      int label, int predicted, String truth, String answer, long count, long ofClass) {}

  /**
   * A row of the matrix.
   *
   * @param label index of the true class
   * @param name its name
   * @param cells one for each answer
   * @param sum examples of the class
   */
  public record Row(int label, String name, List<Cell> cells, long sum) {
    /** Share of its examples that were found; 0 when there are none. */
    public double recall() {
      return sum == 0 ? 0 : (double) cells.get(label).count() / sum;
    }
  }

  /**
   * A cell of the matrix.
   *
   * @param label index of the true class
   * @param predicted index of the answer
   * @param answer name of the answer
   * @param count number of examples
   * @param shade 0 for none to 5, by share of the row
   */
  public record Cell(int label, int predicted, String answer, long count, int shade) {
    /** Classes of the style sheet: its hue and its shade. */
    public String look() {
      return (isHit() ? "hit " : "") + (shade == 0 ? "zero" : "q" + shade);
    }

    /** Whether the answer is right. */
    public boolean isHit() {
      return label == predicted;
    }
  }

  /** Number of examples. */
  public long total() {
    return IntStream.range(0, labels.size()).mapToLong(this::support).sum();
  }

  /** Number of right answers. */
  public long right() {
    return IntStream.range(0, labels.size()).mapToLong(c -> cells[c][c]).sum();
  }

  /** Examples of a class. */
  public long support(int label) {
    return IntStream.range(0, labels.size()).mapToLong(c -> cells[label][c]).sum();
  }

  /** How often a class was answered. */
  public long answered(int predicted) {
    return IntStream.range(0, labels.size()).mapToLong(c -> cells[c][predicted]).sum();
  }

  /** Whether there are so many classes that the pairs are easier to read. */
  public boolean isLarge() {
    return labels.size() > FITS;
  }

  /** The rows of the matrix, in the order of the classes. */
  public List<Row> rows() {
    return IntStream.range(0, labels.size()).mapToObj(this::row).toList();
  }

  private Row row(int label) {
    long sum = support(label);
    List<Cell> row =
        IntStream.range(0, labels.size())
            .mapToObj(
                p ->
                    new Cell(label, p, labels.get(p), cells[label][p], shade(cells[label][p], sum)))
            .toList();
    return new Row(label, labels.get(label), row, sum);
  }

  private static int shade(long count, long sum) {
    return count == 0 ? 0 : (int) Math.ceil((double) SHADES * count / sum);
  }

  /** The most frequent confusions, the most frequent first. */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      for (int p = 0; p < labels.size(); p++) {
        if (label != p && cells[label][p] > 0) {
          pairs.add(
              new Pair(
                  label, p, labels.get(label), labels.get(p), cells[label][p], support(label)));
        }
      }
    }
    return pairs.stream()
        .sorted(Comparator.comparingLong(Pair::count).reversed())
        .limit(PAIRS)
        .toList();
  }
}
