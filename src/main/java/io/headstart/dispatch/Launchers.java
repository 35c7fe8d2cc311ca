package io.headstart.dispatch;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The launchers of this installation, and the one in use. */
@ApplicationScoped
class Launchers {
  private final Map<String, Launcher> byName = new TreeMap<>();
  private final String inUse;

  Launchers(@All List<Launcher> launchers, DispatchConfig config) {
    launchers.forEach(launcher -> byName.put(launcher.name(), launcher));
    inUse = config.launcher();
  }

  Launcher inUse() {
    var launcher = byName.get(inUse);
    if (launcher == null) {
      throw new IllegalStateException(
          "headstart.dispatch.launcher=%s: there is only %s".formatted(inUse, byName.keySet()));
    }
    return launcher;
  }
}
