package io.headstart.testsupport;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.headstart.protocol.WorkerEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nodes that stand in the books of a real cluster alone: the scheduler gives them pods, and whoever
 * made them plays the workers in these, over the real protocol. For measuring with more GPUs than
 * there are.
 */
public final class PlayedNodes implements AutoCloseable {
  private static final String MARK = "headstart.io/played";
  private static final int BEAT_SECONDS = 5;

  private final KubernetesClient admin = new KubernetesClientBuilder().build();
  private final String name = "played-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> names;
  private final Map<String, Quantity> room;
  private final BiConsumer<Pod, WorkerClient> plays;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final ExecutorService pods;
  private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
  private final SharedIndexInformer<Pod> informer;

  /**
   * Makes the nodes.
   *
   * @param room of each, by resource
   * @param atOnce most pods that are begun or ended at once
   * @param plays a pod's worker once the pod runs; it calls {@link #end}
   */
  public PlayedNodes(
      RealCluster cluster,
      int count,
      Map<String, String> room,
      int atOnce,
      BiConsumer<Pod, WorkerClient> plays) {
    this.plays = plays;
    this.room =
        room.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, one -> new Quantity(one.getValue())));
    names = IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    pods = Executors.newFixedThreadPool(atOnce);
    names.forEach(this::make);
    var unused =
        beats.scheduleWithFixedDelay(
            () -> names.forEach(this::beat), 0, BEAT_SECONDS, TimeUnit.SECONDS);
    informer = admin.pods().inNamespace(cluster.namespace()).inform(new Pods());
  }

  /** What the launcher must be told so that a class of workers comes here, and nobody else does. */
  public Map<String, String> settings(String slotClass) {
    String prefix = "headstart.dispatch.kubernetes.classes." + slotClass + ".";
    return Map.of(
        prefix + "node-selector", MARK + "=" + name, prefix + "tolerations", MARK + ":NoSchedule");
  }

  private void make(String node) {
    admin
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(node)
                .addToLabels(MARK, name)
                .endMetadata()
                .withNewSpec()
                .addNewTaint("NoSchedule", MARK, null, null)
                .endSpec()
                .build())
        .create();
  }

  private void beat(String node) {
    try {
      admin.nodes().withName(node).editStatus(this::ready);
    } catch (KubernetesClientException e) {
      // the next beat
    }
  }

  private Node ready(Node node) {
    node.setStatus(
        new NodeStatusBuilder()
            .withCapacity(room)
            .withAllocatable(room)
            .withConditions(
                new NodeConditionBuilder()
                    .withType("Ready")
                    .withStatus("True")
                    .withReason("Played")
                    .withMessage("played by a test")
                    .withLastHeartbeatTime(now())
                    .withLastTransitionTime(now())
                    .build())
            .build());
    return node;
  }

  private final class Pods implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      look(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      look(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unseen) {
      seen.remove(pod.getMetadata().getUid());
    }
  }

  private void look(Pod pod) {
    if (!names.contains(pod.getSpec().getNodeName())) {
      return;
    }
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      pods.execute(() -> admin.resource(pod).withGracePeriod(0).delete());
    } else if (seen.add(pod.getMetadata().getUid())) {
      pods.execute(() -> begin(pod));
    }
  }

  private void begin(Pod pod) {
    Map<String, String> environment =
        pod.getSpec().getContainers().get(0).getEnv().stream()
            .filter(one -> one.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    environment.put(WorkerEnvironment.ATTEMPT_TOKEN, token(pod));
    tell(
        pod,
        "Running",
        new ContainerStateBuilder().withNewRunning().withStartedAt(now()).endRunning().build());
    WorkerClient worker = WorkerClient.of(environment);
    if (worker.start().status() != 200) {
      throw new IllegalStateException("refused: " + pod.getMetadata().getName());
    }
    plays.accept(pod, worker);
  }

  /** As a kubelet does: it waits for the Secret, which comes after the Job. */
  private String token(Pod pod) {
    String job = pod.getMetadata().getLabels().get("batch.kubernetes.io/job-name");
    var secret = admin.secrets().inNamespace(pod.getMetadata().getNamespace()).withName(job);
    var found = new AtomicReference<Secret>();
    Await.until(
        "the Secret of " + job,
        () -> {
          found.set(secret.get());
          return found.get() != null;
        });
    return new String(
        Base64.getDecoder().decode(found.get().getData().get("token")), StandardCharsets.UTF_8);
  }

  /** The process in a pod has ended. */
  public void end(Pod pod, int exitCode) {
    tell(
        pod,
        exitCode == 0 ? "Succeeded" : "Failed",
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(exitCode == 0 ? "Completed" : "Error")
            .withFinishedAt(now())
            .endTerminated()
            .build());
  }

  /** One request, as a kubelet does it. */
  private void tell(Pod pod, String phase, ContainerState state) {
    boolean runs = phase.equals("Running");
    Pod said =
        new PodBuilder()
            .withNewMetadata()
            .withName(pod.getMetadata().getName())
            .endMetadata()
            .withNewStatus()
            .withPhase(phase)
            .withStartTime(now())
            .addNewContainerStatus()
            .withName("worker")
            .withImage("played")
            .withImageID("")
            .withRestartCount(0)
            .withReady(runs)
            .withStarted(runs)
            .withState(state)
            .endContainerStatus()
            .endStatus()
            .build();
    var unused =
        admin
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .subresource("status")
            .patch(PatchContext.of(PatchType.JSON_MERGE), said);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public void close() {
    informer.close();
    beats.shutdownNow();
    pods.shutdownNow();
    names.forEach(node -> admin.nodes().withName(node).delete());
    admin.close();
  }
}
