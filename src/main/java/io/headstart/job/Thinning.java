package io.headstart.job;

import io.headstart.protocol.Heartbeat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a long series with fewer points: in each bucket of steps the smallest and the largest value
 * stay, so that a spike is never averaged away.
 */
final class Thinning {
  private Thinning() {}

  /** At most {@code limit} of {@code points}, in their order; the first and last step stay. */
  static List<Heartbeat.Point> thin(List<Heartbeat.Point> points, int limit) {
    if (points.size() <= limit) {
      return List.copyOf(points);
    }
    var kept = new ArrayList<Heartbeat.Point>(limit);
    kept.add(points.get(0));
    int buckets = (limit - 2) / 2;
    int inner = points.size() - 2;
    for (int bucket = 0; bucket < buckets; bucket++) {
      int from = 1 + (int) ((long) inner * bucket / buckets);
      int to = 1 + (int) ((long) inner * (bucket + 1) / buckets);
      keepExtremes(points.subList(from, to), kept);
    }
    kept.add(points.get(points.size() - 1));
    return List.copyOf(kept);
  }

  private static void keepExtremes(List<Heartbeat.Point> bucket, List<Heartbeat.Point> kept) {
    if (bucket.isEmpty()) {
      return;
    }
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
