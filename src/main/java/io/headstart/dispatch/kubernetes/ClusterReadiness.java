package io.headstart.dispatch.kubernetes;

import io.headstart.dispatch.DispatchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * A server whose settings or rights don't let it run workers does not become ready. One that was
 * ready stays so when the cluster's API fails: pages and the workers that run need it.
 */
@Readiness
@ApplicationScoped
class ClusterReadiness implements HealthCheck {
  private final DispatchConfig dispatch;
  private final KubernetesLauncher launcher;

  ClusterReadiness(DispatchConfig dispatch, KubernetesLauncher launcher) {
    this.dispatch = dispatch;
    this.launcher = launcher;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("workers in the cluster");
    if (!dispatch.automatic() || !dispatch.launcher().equals(launcher.name())) {
      return answer.up().build();
    }
    var problems = launcher.problems();
    if (!problems.isEmpty()) { // anybody may ask for health, so what they are stands in the log
      answer.withData("problems", problems.size()).withData("see", "the server's log");
    }
    return answer.status(problems.isEmpty() || launcher.wasReady()).build();
  }
}
