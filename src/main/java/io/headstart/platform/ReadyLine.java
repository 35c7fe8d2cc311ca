package io.headstart.platform;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/** The last line of a start: where to go. */
@Singleton
class ReadyLine {
  void ready(@ObservesAsync HttpServerStart started) {
    System.out.println("Headstart: ready at http://localhost:" + started.options().getPort());
  }
}
