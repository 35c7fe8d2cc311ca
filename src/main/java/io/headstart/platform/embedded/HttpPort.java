package io.headstart.platform.embedded;

import io.headstart.platform.LaunchSettings;
import io.headstart.platform.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Sees that the server's port is free before anything that takes time is started. */
final class HttpPort {
  private static final int DEFAULT = 8080;

  /** In dev mode the port stays open over reloads, so only the first life of a process looks. */
  private static final String SEEN = "io.headstart.port-seen";

  private HttpPort() {}

  static void check(LaunchSettings settings) {
    int port = settings.get("quarkus.http.port").map(Integer::parseInt).orElse(DEFAULT);
    if (port == 0 || Boolean.getBoolean(SEEN)) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.get("quarkus.http.host").orElse("0.0.0.0"), port));
    } catch (IOException e) {
      throw new StartRefused(
          "Port " + port + " is taken by another program (" + e.getMessage() + ").",
          "Stop that program, or choose another port: QUARKUS_HTTP_PORT=" + (port + 1),
          e);
    }
    System.setProperty(SEEN, "true");
  }
}
