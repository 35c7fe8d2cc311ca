package io.headstart.dispatch;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The launchers of this installation, and the one in use. */
@ApplicationScoped
class Launchers {
  private final Map<String, Launcher> byName = new TreeMap<>();
  private final DispatchConfig config;
  private final ThisServer server;

  Launchers(@All List<Launcher> launchers, DispatchConfig config, ThisServer server) {
    launchers.forEach(launcher -> byName.put(launcher.name(), launcher));
    this.config = config;
    this.server = server;
  }

  Launcher inUse() {
    var launcher = byName.get(config.launcher());
    if (launcher == null) {
      throw new IllegalStateException(
          "headstart.dispatch.launcher=%s: there is only %s"
              .formatted(config.launcher(), byName.keySet()));
    }
    return launcher;
  }

  /** Where this server's processes are. */
  Place here() {
    return inUse()
        .sharedPlace()
        .map(shared -> new Place("", shared))
        .orElseGet(() -> new Place(server.host(), server.home()));
  }

  /** How long a process may take to begin. */
  Duration startDeadline() {
    return inUse().startDeadline().orElseGet(config::startDeadline);
  }

  /**
   * Where processes are: only servers of the same place may probe them.
   *
   * @param host name of the machine, empty where it does not matter
   * @param home folder of the server on that machine, or the place that several servers share
   */
  record Place(String host, String home) {}
}
