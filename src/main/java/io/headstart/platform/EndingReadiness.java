package io.headstart.platform;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A server that has been asked to end wants no new requests, though it answers open ones. */
@Readiness
@ApplicationScoped
class EndingReadiness implements HealthCheck {
  private final Ending ending;

  EndingReadiness(Ending ending) {
    this.ending = ending;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("goes on").status(!ending.begun()).build();
  }
}
