package io.headstart.testsupport;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A server that dispatches only when a test says so, with a launcher without processes. All tests
 * of the queue share it; it disturbs others, since they want a queue that moves by itself.
 */
public class QueueProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "headstart.demo.enabled", "false",
        "headstart.dispatch.automatic", "false",
        "headstart.dispatch.launcher", "test",
        "headstart.dispatch.grace", "PT0S",
        "headstart.dispatch.backoff", "PT0S",
        "headstart.dispatch.lost-backoff", "PT0S",
        "headstart.dispatch.infrastructure-backoff", "PT0S");
  }
}
