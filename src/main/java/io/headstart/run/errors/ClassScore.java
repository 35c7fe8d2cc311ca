package io.headstart.run.errors;

import io.headstart.run.evidence.Interval;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well a run finds one class.
 *
 * @param label index of the class
 * @param name its name
 * @param support examples of the class
 * @param answered how often it was answered
 * @param hits how often that was right
 * @param f1Interval 95 % interval of {@link #f1()}, by bootstrap over the examples
 */
public record ClassScore(
    int label, String name, long support, long answered, long hits, Interval f1Interval) {

  /** The scores of all classes, in their order. */
  public static List<ClassScore> of(Confusion confusion) {
    List<Interval> f1 = F1Bootstrap.intervals(confusion);
    return IntStream.range(0, confusion.labels().size())
        .mapToObj(
            c ->
                new ClassScore(
                    c,
                    confusion.labels().get(c),
                    confusion.support(c),
                    confusion.answered(c),
                    confusion.cells()[c][c],
                    f1.get(c)))
        .toList();
  }

  /** Share of right ones among its answers; 0 when it was never answered. */
  public double precision() {
    return answered == 0 ? 0 : (double) hits / answered;
  }

  /** Wilson's 95 % interval of the precision. */
  public Interval precisionInterval() {
    return Interval.wilson(hits, answered);
  }

  /** Share of its examples that were found; 0 when there are none. */
  public double recall() {
    return support == 0 ? 0 : (double) hits / support;
  }

  /** Wilson's 95 % interval of the recall. */
  public Interval recallInterval() {
    return Interval.wilson(hits, support);
  }

  /** Harmonic mean of precision and recall; 0 without any. */
  public double f1() {
    return f1(hits, support, answered);
  }

  static double f1(long hits, long support, long answered) {
    return support + answered == 0 ? 0 : 2.0 * hits / (support + answered);
  }
}
