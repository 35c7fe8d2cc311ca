package io.headstart.pages;

import io.headstart.testsupport.QueueProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * As for tests of the queue, but a server of its own: those leave hundreds of capacity classes
 * behind, and the admin's page of quotas shows each. Schedules run: the page of health tells which
 * servers keep them.
 */
public final class PagesProfile extends QueueProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put(SCHEDULES, "forced");
    return settings;
  }
}
