package io.headstart.comparison;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction: with several tests at once, one of them is easily below 0.05 by chance. The
 * smallest p is multiplied by their number, the next by one less, and so on; never decreasing.
 */
final class Holm {
  private Holm() {}

  /**
   * The adjusted values, in the order given.
   *
   * @param values p of each test, 0 to 1
   */
  static double[] adjusted(List<Double> values) {
    List<Integer> order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted((a, b) -> Double.compare(values.get(a), values.get(b)))
            .toList();
    double[] adjusted = new double[values.size()];
    double most = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      int at = order.get(rank);
      most = Math.max(most, Math.min(1, values.get(at) * (values.size() - rank)));
      adjusted[at] = most;
    }
    return adjusted;
  }
}
