package io.headstart.testsupport;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A server that dispatches and tidies up only when a test says so, with a launcher without
 * processes. All tests that can share it, so that they share one start.
 */
public class QueueProfile implements QuarkusTestProfile {
  /** Opens metrics and OpenAPI. */
  public static final String OPERATIONS_TOKEN = "a token for operations";

  /** With {@code halted} no schedule runs: what a test sweeps, nobody else has swept before it. */
  protected static final String SCHEDULES = "quarkus.scheduler.start-mode";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        SCHEDULES,
        "halted",
        "headstart.demo.enabled",
        "false",
        "headstart.operations.token",
        OPERATIONS_TOKEN,
        "headstart.dispatch.automatic",
        "false",
        "headstart.dispatch.launcher",
        "test",
        "headstart.dispatch.grace",
        "PT0S",
        "headstart.dispatch.backoff",
        "PT0S",
        "headstart.dispatch.lost-backoff",
        "PT0S",
        "headstart.dispatch.infrastructure-backoff",
        "PT0S",
        "headstart.model.try-idle",
        "PT4S");
  }
}
