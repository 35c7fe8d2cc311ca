package io.headstart.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What lies under {@code /q}: health is open, since load balancers ask for it and it tells no
 * secret; all else, now and in later versions of the framework, needs the operations token.
 */
@ApplicationScoped
class OperationsGate {
  private static final int SHORTEST = 16;

  /** Filters with a higher number come first; this one comes before all routes. */
  private static final int FIRST = 1_000;

  private final Optional<String> token;

  OperationsGate(OperationsConfig config) {
    token = config.token();
    if (token.isPresent() && token.get().length() < SHORTEST) {
      throw new StartRefused(
          "The setting headstart.operations.token is too short.",
          "Give at least " + SHORTEST + " characters, such as those of: openssl rand -hex 24");
    }
  }

  void install(@Observes Filters filters) {
    if (LaunchMode.current()
        != LaunchMode.DEVELOPMENT) { // there the framework's own pages are used
      filters.register(this::check, FIRST);
    }
  }

  private void check(RoutingContext call) {
    String path = call.normalizedPath();
    boolean ours = path.equals("/q") || path.startsWith("/q/");
    boolean health = path.equals("/q/health") || path.startsWith("/q/health/");
    if (!ours || health || isShown(call)) {
      call.next();
    } else if (token.isEmpty()) {
      call.response().setStatusCode(404).end();
    } else {
      call.response().setStatusCode(401).putHeader("WWW-Authenticate", "Bearer").end();
    }
  }

  private boolean isShown(RoutingContext call) {
    String header = call.request().getHeader(HttpHeaders.AUTHORIZATION);
    return token.isPresent()
        && header != null
        && MessageDigest.isEqual(
            ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8),
            header.getBytes(StandardCharsets.UTF_8));
  }
}
