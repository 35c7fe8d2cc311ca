package io.headstart.dispatch;

import io.headstart.platform.HomeFolder;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Who this server is to the processes that it launches: only it may probe their ids. */
@ApplicationScoped
public class ThisServer {
  private final HomeFolder home;
  private final DispatchConfig config;
  private final HttpServer http;

  ThisServer(HomeFolder home, DispatchConfig config, HttpServer http) {
    this.home = home;
    this.config = config;
    this.http = http;
  }

  /** Name of the machine, for {@code attempts.host}. */
  public String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Its home folder, for {@code attempts.home}: the same after a restart. */
  public String home() {
    return home.root().toString();
  }

  /** Whether workers can reach it: its port is known from the moment on at which it listens. */
  boolean listens() {
    return config.workerUrl().isPresent() || http.getPort() > 0;
  }

  /** Address by which workers reach it, without a slash at its end. */
  URI workerUrl() {
    return config.workerUrl().orElseGet(() -> URI.create("http://127.0.0.1:" + http.getPort()));
  }
}
