package io.headstart.testsupport;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The product as it runs, with real worker processes, but without team Demo's own run. */
public final class NoDemo implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("headstart.demo.enabled", "false");
  }
}
