package io.headstart.testsupport;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Nothing is admitted, and there is no demo: jobs stay where a test puts them. Shared by all tests
 * that need no worker, so that they share one start.
 */
public final class QueueAtRest implements QuarkusTestProfile {
  /** Opens metrics and OpenAPI. */
  public static final String OPERATIONS_TOKEN = "a token for operations";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "headstart.dispatch.automatic", "false",
        "headstart.demo.enabled", "false",
        "headstart.operations.token", OPERATIONS_TOKEN);
  }
}
