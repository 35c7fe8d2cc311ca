package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.headstart.job.AttemptRef;
import io.headstart.platform.InstallationKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An API server that keeps objects as a real one does, but without controllers: the test plays the
 * one that makes pods of Jobs, and the node that runs them.
 */
final class PlayedCluster implements AutoCloseable {
  static final String NAMESPACE = "workers";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
  private final KubernetesMockServer server;
  private final KubernetesClient client;

  PlayedCluster() {
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);
    server.init();
    client = server.createClient();
  }

  KubernetesClient client() {
    return client;
  }

  /** A server's launcher; a new one remembers nothing of an earlier one. */
  KubernetesLauncher launcher(KubernetesConfig config) {
    var cluster = new Cluster(config, server.createClient());
    return new KubernetesLauncher(
        config,
        Settings.dispatch(),
        cluster,
        new ClusterCheck(config, cluster),
        new InstallationKey("an installation key of a test, long enough"));
  }

  Job job(AttemptRef attempt) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withName(WorkerJob.name(attempt))
        .get();
  }

  List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).list().getItems();
  }

  /** One round of the Job controller and the node: each Job has a pod, no pod is without a Job. */
  void play(PodStatus status) {
    var jobs = client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
    for (var pod : pods()) {
      if (jobs.stream().noneMatch(job -> owns(job, pod))) {
        client.resource(pod).delete();
      }
    }
    for (var job : jobs) {
      if (pods().stream().noneMatch(pod -> owns(job, pod))) {
        client.resource(podOf(job, status)).create();
      }
    }
  }

  /** The node says something new of an attempt's pod. */
  void becomes(AttemptRef attempt, PodStatus status) {
    pods().stream()
        .filter(pod -> WorkerJob.attempt(pod).filter(attempt::equals).isPresent())
        .forEach(
            pod -> client.resource(new PodBuilder(pod).withStatus(status).build()).updateStatus());
  }

  static PodStatus running() {
    return new PodStatusBuilder().withPhase("Running").build();
  }

  static PodStatus exited(int code) {
    return new PodStatusBuilder()
        .withPhase(code == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .build();
  }

  private static Pod podOf(Job job, PodStatus status) {
    var template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withName(job.getMetadata().getName() + "-abcde")
        .withNamespace(NAMESPACE)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
        .withStatus(status)
        .build();
  }

  private static boolean owns(Job job, Pod pod) {
    return WorkerJob.attempt(job).equals(WorkerJob.attempt(pod));
  }

  /** Requests since the last call, each as {@code POST jobs}, without those of the test. */
  List<String> requests() {
    var seen = List.copyOf(requests);
    requests.clear();
    return seen;
  }

  /** From now on such requests are refused, until {@link #heal}. */
  void refuse(String method, String resource, int code, String message) {
    refusal.set(new Refusal(method, resource, code, message));
  }

  void heal() {
    refusal.set(null);
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  private record Refusal(String method, String resource, int code, String message) {}

  private final class Dispatcher extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var resource = request.getPath().replaceFirst(".*/namespaces/[^/]+/([a-z/]+).*", "$1");
      requests.add(request.getMethod() + " " + resource.replaceFirst("/$", ""));
      var refused = refusal.get();
      if (refused != null
          && request.getMethod().equals(refused.method)
          && request.getPath().contains("/" + refused.resource)) {
        var status =
            new StatusBuilder().withCode(refused.code).withMessage(refused.message).build();
        return new MockResponse()
            .setResponseCode(refused.code)
            .setHeader("Content-Type", "application/json")
            .setBody(io.fabric8.kubernetes.client.utils.Serialization.asJson(status));
      }
      return super.dispatch(request);
    }
  }
}
