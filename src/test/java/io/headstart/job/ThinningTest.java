package io.headstart.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Heartbeat;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
  @Test
  void aShortSeriesStaysAsItIs() {
    var points = series(1_500);
    assertEquals(points, Thinning.thin(points, 1_500));
  }

  @Test
  void aLongSeriesKeepsItsSpikesItsEndsAndItsOrder() {
    var points = series(100_000);
    var thin = Thinning.thin(points, 1_500);
    assertTrue(thin.size() <= 1_500, "" + thin.size());
    assertTrue(thin.size() > 1_000, "" + thin.size());
    assertTrue(thin.contains(points.get(77_777)), "the spike");
    assertEquals(points.get(0), thin.get(0));
    assertEquals(points.get(99_999), thin.get(thin.size() - 1));
    assertEquals(
        thin, thin.stream().sorted(Comparator.comparingLong(Heartbeat.Point::step)).toList());
    assertEquals(thin.size(), thin.stream().distinct().count());
  }

  private static List<Heartbeat.Point> series(int size) {
    return IntStream.range(0, size)
        .mapToObj(
            i -> new Heartbeat.Point("loss", i + 1, 1, i == 77_777 ? 1e9 : Math.sin(i / 50.0) + 2))
        .toList();
  }
}
