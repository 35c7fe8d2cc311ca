package io.headstart.job;

import io.headstart.protocol.Heartbeat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps fewer points of a long series: in each bucket of steps the smallest and the largest value
 * stay, so that a spike is never averaged away. Buckets are of equal length in steps, so a series
 * may be thinned again and again while it grows and stays evenly dense.
 */
final class Thinning {
  private Thinning() {}

  /**
   * At most {@code limit} of {@code points}; the first and last step stay.
   *
   * @param points in ascending order of their steps, each step once
   * @return in the same order
   */
  static List<Heartbeat.Point> thin(List<Heartbeat.Point> points, int limit) {
    if (points.size() <= limit) {
      return List.copyOf(points);
    }
    var kept = new ArrayList<Heartbeat.Point>(limit);
    int last = points.size() - 1;
    int buckets = (limit - 2) / 2;
    kept.add(points.get(0));
    for (int from = 1, to; from < last; from = to) {
      int bucket = bucket(points, from, buckets);
      to = from + 1;
      while (to < last && bucket(points, to, buckets) == bucket) {
        to++;
      }
      keepExtremes(points.subList(from, to), kept);
    }
    kept.add(points.get(last));
    return List.copyOf(kept);
  }

  private static int bucket(List<Heartbeat.Point> points, int index, int buckets) {
    double first = points.get(0).step();
    double share =
        (points.get(index).step() - first) / (points.get(points.size() - 1).step() - first);
    return Math.min(buckets - 1, (int) (share * buckets));
  }

  private static void keepExtremes(List<Heartbeat.Point> bucket, List<Heartbeat.Point> kept) {
    var byValue = Comparator.comparingDouble(Heartbeat.Point::value);
    var low = bucket.stream().min(byValue).orElseThrow();
    var high = bucket.stream().max(byValue).orElseThrow();
    if (low.step() == high.step()) {
      kept.add(low);
    } else {
      kept.add(low.step() < high.step() ? low : high);
      kept.add(low.step() < high.step() ? high : low);
    }
  }
}
