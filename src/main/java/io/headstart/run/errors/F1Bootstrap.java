package io.headstart.run.errors;

import io.headstart.run.evidence.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 95 % intervals of F1 by the percentile bootstrap: the examples are drawn again with replacement,
 * all classes from the same draw, with a fixed seed, so that a page says the same each time.
 */
final class F1Bootstrap {
  static final long SEED = 20_261_124;

  /** Samples of a split of usual size; of a very large one fewer, whose intervals are narrow. */
  static final int SAMPLES = 1_000;

  private static final int FEWEST = 200;
  private static final long DRAWS = 20_000_000;
  private static final double TAIL = 0.025;

  private F1Bootstrap() {}

  /** The intervals of all classes, in their order. */
  static List<Interval> intervals(Confusion confusion) {
    int classes = confusion.labels().size();
    int[] examples = examples(confusion);
    if (examples.length == 0) {
      return java.util.Collections.nCopies(classes, new Interval(0, 1));
    }
    int samples = (int) Math.max(FEWEST, Math.min(SAMPLES, DRAWS / examples.length));
    double[][] values = new double[classes][samples];
    SplittableRandom random = new SplittableRandom(SEED);
    long[] hits = new long[classes];
    long[] both = new long[classes]; // of the class + answered
    for (int sample = 0; sample < samples; sample++) {
      Arrays.fill(hits, 0);
      Arrays.fill(both, 0);
      for (int draw = 0; draw < examples.length; draw++) {
        int cell = examples[random.nextInt(examples.length)];
        int label = cell / classes;
        int predicted = cell % classes;
        both[label]++;
        both[predicted]++;
        if (label == predicted) {
          hits[label]++;
        }
      }
      for (int c = 0; c < classes; c++) {
        values[c][sample] = ClassScore.f1(hits[c], both[c], 0);
      }
    }
    List<Interval> intervals = new ArrayList<>();
    for (double[] of : values) {
      Arrays.sort(of);
      int tail = (int) Math.floor(TAIL * samples);
      intervals.add(new Interval(of[tail], of[samples - 1 - tail]));
    }
    return intervals;
  }

  /** The cell of each example, as one number. */
  private static int[] examples(Confusion confusion) {
    int classes = confusion.labels().size();
    int[] examples = new int[Math.toIntExact(confusion.total())];
    int at = 0;
    for (int label = 0; label < classes; label++) {
      for (int p = 0; p < classes; p++) {
        int count = Math.toIntExact(confusion.cells()[label][p]);
        Arrays.fill(examples, at, at + count, label * classes + p);
        at += count;
      }
    }
    return examples;
  }
}
