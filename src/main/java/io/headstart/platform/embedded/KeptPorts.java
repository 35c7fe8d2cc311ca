package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The embedded services' ports, the same at each start: workers that outlive a server find the
 * store again. A port that somebody else took meanwhile is replaced by a free one.
 */
final class KeptPorts {
  private static final int LOWEST = 20_000;
  private static final int BEYOND = 32_000;
  private static final int TRIES = 100;

  private final Path file;
  private final Properties ports = new Properties();

  KeptPorts(HomeFolder home) throws IOException {
    file = home.root().resolve("ports");
    if (Files.exists(file)) {
      ports.load(new StringReader(Files.readString(file)));
    }
  }

  /** A port on the loopback address that is free now; remembered under the service's name. */
  int of(String service) {
    String kept = ports.getProperty(service, "");
    if (kept.matches("[0-9]{1,5}") && isFree(Integer.parseInt(kept))) {
      return Integer.parseInt(kept);
    }
    int fresh = anyFree();
    ports.setProperty(service, Integer.toString(fresh));
    StringBuilder text = new StringBuilder();
    ports.stringPropertyNames().stream()
        .sorted()
        .forEach(
            name -> text.append(name).append('=').append(ports.getProperty(name)).append('\n'));
    try {
      HomeFolder.writeClosed(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fresh;
  }

  /** The port of a service that runs already. */
  int kept(String service) {
    return Integer.parseInt(ports.getProperty(service, "0"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // as the services do: connections of the last server don't count
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Below the ports that systems give to outgoing connections (from 32768 on Linux, from 49152 by
   * IANA): one of those may be taken by any connection before the service listens, or before its
   * next start.
   */
  private static int anyFree() {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      if (isFree(port)) {
        return port;
      }
    }
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
