package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.headstart.job.AttemptRef;
import io.headstart.platform.InstallationKey;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server that keeps objects as a real one does, but without controllers: the test plays the
 * one that makes pods of Jobs, and the node that runs them.
 */
final class PlayedCluster implements AutoCloseable {
  static final String NAMESPACE = "workers";

  private static final Pattern PROPAGATION =
      Pattern.compile("\"propagationPolicy\" *: *\"(\\w+)\"");

  /** Status of a web socket. */
  private static final int GOING_AWAY = 1001;

  private static final Logger MOCK = Logger.getLogger("io.fabric8.mockwebserver");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
  private final List<WebSocket> watches = new CopyOnWriteArrayList<>();
  private final List<String> propagations = new CopyOnWriteArrayList<>();
  private final List<KubernetesLauncher> opened = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server;
  private final KubernetesClient client;

  PlayedCluster() {
    MOCK.setLevel(Level.WARNING); // each request would be a line
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);
    server.init();
    client = server.createClient();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    requests.clear();
  }

  KubernetesClient client() {
    return client;
  }

  /** A server's launcher; a new one remembers nothing of an earlier one. */
  KubernetesLauncher launcher(KubernetesConfig config) {
    var cluster = new Cluster(config, impatient());
    var launcher =
        new KubernetesLauncher(
            config,
            Settings.dispatch(),
            cluster,
            new ClusterCheck(config, Settings.dispatch(), cluster),
            new InstallationKey("an installation key of a test, long enough"));
    opened.add(launcher);
    return launcher;
  }

  /** A client that does not try again what was refused. */
  private KubernetesClient impatient() {
    return server.createClient(
        client ->
            client.withConfig(
                new ConfigBuilder(client().getConfiguration())
                    .withRequestRetryBackoffLimit(0)
                    .build()));
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

  List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).list().getItems();
  }

  /** One round of the Job controller and the node: each Job has a pod, no pod is without a Job. */
  void play(PodStatus status) {
    var jobs = jobs();
    for (var pod : pods()) {
      if (jobs.stream().noneMatch(job -> owns(job, pod))) {
        client.resource(pod).delete();
      }
    }
    for (var job : jobs) {
      if (!PodSight.finished(job) && pods().stream().noneMatch(pod -> owns(job, pod))) {
        var pod = client.resource(podOf(job)).create();
        client.resource(new PodBuilder(pod).withStatus(status).build()).updateStatus();
      }
    }
  }

  /** The node says something new of an attempt's pod. */
  void becomes(AttemptRef attempt, PodStatus status) {
    podsOf(attempt)
        .forEach(
            pod -> client.resource(new PodBuilder(pod).withStatus(status).build()).updateStatus());
  }

  /** The Job controller ends a Job that is too old, and its pods with it. */
  void deadlinePasses(AttemptRef attempt) {
    var late =
        new JobBuilder(job(attempt))
            .editOrNewStatus()
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .withReason("DeadlineExceeded")
            .endCondition()
            .endStatus()
            .build();
    client.resource(late).updateStatus();
    podsOf(attempt).forEach(pod -> client.resource(pod).delete());
  }

  /** The end of what an attempt's process printed, as its node keeps it. */
  String message(AttemptRef attempt) {
    var state = podsOf(attempt).get(0).getStatus().getContainerStatuses().get(0).getState();
    return state.getTerminated().getMessage();
  }

  private List<Pod> podsOf(AttemptRef attempt) {
    return pods().stream()
        .filter(pod -> WorkerJob.attempt(pod).filter(attempt::equals).isPresent())
        .toList();
  }

  static PodStatus running() {
    return new PodStatusBuilder().withPhase("Running").build();
  }

  static PodStatus exited(int code) {
    return exited(code, null);
  }

  static PodStatus exited(int code, @Nullable String message) {
    return new PodStatusBuilder()
        .withPhase(code == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .withMessage(message)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .build();
  }

  private static Pod podOf(Job job) {
    var template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withName(job.getMetadata().getName() + "-abcde")
        .withNamespace(NAMESPACE)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
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

  /** How many requests since {@link #requests} began so; forgets none. */
  long seen(String request) {
    return requests.stream().filter(one -> one.startsWith(request)).count();
  }

  /** From now on such requests are refused, until {@link #heal}. */
  void refuse(String method, String resource, int code, String message) {
    refusal.set(new Refusal(method, resource, code, message, false));
  }

  /** The same, but what was asked for is done nevertheless. */
  void loseAnswer(String method, String resource, int code) {
    refusal.set(new Refusal(method, resource, code, "the answer is lost", true));
  }

  /** From now on the server's account may not do this, {@code VERB RESOURCE} as in a Role. */
  void deny(String right) {
    denied.add(right);
  }

  void heal() {
    refusal.set(null);
  }

  /** How what was deleted was to be deleted, in turn. */
  List<String> propagations() {
    return List.copyOf(propagations);
  }

  /** How many watches are open. */
  int watches() {
    return watches.size();
  }

  /** All open watches break off, as when the API server is restarted. */
  void cutWatches() {
    for (var watch : watches) {
      watch.close(GOING_AWAY, "restart");
    }
  }

  /** Tells an event to all watches of such a resource, whatever is true. */
  void tell(String resource, String type, Object object) {
    var event = "{\"type\":\"%s\",\"object\":%s}".formatted(type, Serialization.asJson(object));
    for (var watch : watches) {
      if (watch.request().getPath().contains("/" + resource)) {
        watch.send(event);
      }
    }
  }

  @Override
  public void close() {
    opened.forEach(KubernetesLauncher::close);
    client.close();
    server.destroy();
  }

  private record Refusal(
      String method, String resource, int code, String message, boolean isDone) {}

  private final class Dispatcher extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var resource = request.getPath().replaceFirst(".*/namespaces/[^/]+/([a-z/]+).*", "$1");
      requests.add(request.getMethod() + " " + resource.replaceFirst("/$", ""));
      var refused = refusal.get();
      if (refused != null
          && request.getMethod().equals(refused.method)
          && request.getPath().contains("/" + refused.resource)) {
        if (refused.isDone) {
          super.dispatch(request);
        }
        return answer(
            refused.code,
            new StatusBuilder().withCode(refused.code).withMessage(refused.message).build());
      }
      if (request.getPath().endsWith("/selfsubjectaccessreviews")) {
        return answer(201, reviewed(request.getUtf8Body()));
      }
      if (request.getMethod().equals("DELETE")) {
        var wish = PROPAGATION.matcher(request.getUtf8Body());
        if (wish.find()) {
          propagations.add(wish.group(1));
        }
      }
      var answer = super.dispatch(request);
      return answer.getWebSocketListener() == null
          ? answer
          : answer.withWebSocketUpgrade(new Watch(answer.getWebSocketListener()));
    }

    /** The mock compares fields as text with labels. More is told than was asked for. */
    private static String anyStatus(String path) {
      return path.replaceAll(
          "[?&]fieldSelector=status\\.[^&]*$|(?<=[?&])fieldSelector=status\\.[^&]*&", "");
    }

    @Override
    public MockResponse handleGet(String path) {
      return super.handleGet(anyStatus(path));
    }

    @Override
    public MockResponse handleWatch(String path) {
      return super.handleWatch(anyStatus(path));
    }

    private SelfSubjectAccessReview reviewed(String body) {
      var review = Serialization.unmarshal(body, SelfSubjectAccessReview.class);
      var asked = review.getSpec().getResourceAttributes();
      return new SelfSubjectAccessReviewBuilder(review)
          .withNewStatus()
          .withAllowed(!denied.contains(asked.getVerb() + " " + asked.getResource()))
          .endStatus()
          .build();
    }

    private static MockResponse answer(int code, Object body) {
      return new MockResponse()
          .setResponseCode(code)
          .setHeader("Content-Type", "application/json")
          .setBody(Serialization.asJson(body));
    }
  }

  /** Remembers a watch while it is open. */
  private final class Watch extends WebSocketListener {
    private final WebSocketListener served;

    Watch(WebSocketListener served) {
      this.served = served;
    }

    @Override
    public void onOpen(WebSocket socket, Response answer) {
      watches.add(socket);
      served.onOpen(socket, answer);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      served.onClosing(socket, code, reason);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
      watches.remove(socket);
      served.onClosed(socket, code, reason);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable error, Response answer) {
      watches.remove(socket);
      served.onFailure(socket, error, answer);
    }
  }
}
