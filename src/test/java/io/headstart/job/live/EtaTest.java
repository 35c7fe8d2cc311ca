package io.headstart.job.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Heartbeat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EtaTest {
  @Test
  void nothingIsSaidBeforeAUnitWasMeasured() {
    assertTrue(Eta.of(null).isEmpty());
    assertTrue(Eta.of(progress(0, 100, null)).isEmpty());
    assertTrue(Eta.of(progress(5, 0, 0.5)).isEmpty());
    assertTrue(Eta.of(progress(100, 100, 0.5)).isEmpty());
  }

  @Test
  void whatIsLeftIsARange() {
    assertEquals(Optional.of(new Eta(36, 52)), Eta.of(progress(20, 100, 0.5)));
    assertEquals("about 40–55 s left", new Eta(36, 52).words());
    assertEquals("about 5 s left", new Eta(1, 3).words());
    assertEquals("about 2–3 min left", new Eta(110, 170).words());
  }

  private static Heartbeat.Progress progress(long done, long total, @Nullable Double seconds) {
    return new Heartbeat.Progress("training", done, total, "steps", 1, 3, seconds);
  }
}
