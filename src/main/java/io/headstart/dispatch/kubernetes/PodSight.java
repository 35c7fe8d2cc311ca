package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.headstart.dispatch.Sighting;
import io.headstart.dispatch.Why;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells from what the cluster says of a Job and its pods how its worker is. Pure. */
final class PodSight {
  /** An end that the cluster brings about writes this condition into the pod. */
  private static final String DISRUPTION = "DisruptionTarget";

  private static final Set<String> BUSY = Set.of("ContainerCreating", "PodInitializing");

  private PodSight() {}

  /**
   * How it is.
   *
   * @param pods of the Job; the cluster may start more than one
   * @param refusal why the cluster makes no pod for it, as it said it, or null
   */
  static Sighting of(Job job, List<Pod> pods, @Nullable String refusal) {
    var deadline = failed(job, "DeadlineExceeded");
    for (var pod : pods) {
      if (!isOver(pod)) {
        return new Sighting.Alive(deadline ? Reasons.deadline() : trouble(job, pod));
      }
    }
    if (deadline) {
      return new Sighting.Gone(null, Reasons.deadline());
    }
    if (!pods.isEmpty()) {
      return ended(pods.get(0));
    }
    if (finished(job)) {
      return new Sighting.Gone(null, Reasons.podGone());
    }
    if (isDeleted(job)) {
      return new Sighting.Gone(null, Reasons.jobGone());
    }
    return new Sighting.Alive(refusal == null ? null : Reasons.refused(refusal));
  }

  /** The pod's processes have ended: its node, or who took it from a dead one, says so. */
  static boolean isOver(Pod pod) {
    return phase(pod).equals("Failed") || phase(pod).equals("Succeeded");
  }

  /** The Job has ended, well or not, with all its pods. */
  static boolean finished(Job job) {
    return conditions(job).contains("Complete") || conditions(job).contains("Failed");
  }

  /** It is on its way out, and the cluster makes no further pod for it. */
  static boolean isDeleted(Job job) {
    return job.getMetadata().getDeletionTimestamp() != null;
  }

  private static Sighting ended(Pod pod) {
    var terminated =
        container(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
    Integer exit = terminated.map(state -> state.getExitCode()).orElse(null);
    var said = text(pod.getStatus().getReason());
    var message = text(pod.getStatus().getMessage());
    Why why =
        switch (said) {
          case "Evicted" -> Reasons.evicted(message);
          case "DeadlineExceeded" -> Reasons.deadline();
          case "NodeLost" -> Reasons.nodeLost(node(pod));
          case "Terminated", "NodeShutdown" -> Reasons.nodeStops(node(pod));
          case "" -> null;
          default -> Reasons.nodeRefused(node(pod), said, message);
        };
    if (why == null) {
      why = condition(pod, DISRUPTION).map(end -> disrupted(pod, end)).orElse(null);
    }
    if (why == null && terminated.isPresent()) {
      why =
          Reasons.exited(
              terminated.get().getExitCode(),
              text(terminated.get().getReason()),
              text(terminated.get().getMessage()));
    }
    return new Sighting.Gone(exit, why);
  }

  private static @Nullable Why trouble(Job job, Pod pod) {
    var disruption = condition(pod, DISRUPTION);
    if (disruption.isPresent()) {
      return disrupted(pod, disruption.get());
    }
    var waiting =
        container(pod)
            .map(ContainerStatus::getState)
            .map(ContainerState::getWaiting)
            .filter(state -> !BUSY.contains(text(state.getReason())));
    if (waiting.filter(state -> lacksItsSecret(job, state)).isPresent()) {
      return null;
    }
    if (waiting.isPresent()) {
      return Reasons.waits(
          image(pod), text(waiting.get().getReason()), text(waiting.get().getMessage()));
    }
    if (isCutOff(pod)) {
      return Reasons.nodeLost(node(pod));
    }
    return condition(pod, "PodScheduled")
        .filter(placed -> "False".equals(placed.getStatus()))
        .map(placed -> Reasons.noRoom(text(placed.getReason()), text(placed.getMessage())))
        .orElse(null);
  }

  /**
   * A node that looked between the making of the Job and of its Secret looks again some ten seconds
   * later. Should the Secret never come, its launch has failed and says why.
   */
  private static boolean lacksItsSecret(Job job, ContainerStateWaiting state) {
    return text(state.getReason()).equals("CreateContainerConfigError")
        && text(state.getMessage())
            .equals("secret \"" + job.getMetadata().getName() + "\" not found");
  }

  /**
   * The cluster took its pod's readiness away while its container is ready by the last that the
   * node said: so it marks the pods of a node that stopped answering, some 40 seconds after its
   * last word. It takes them from there only minutes later.
   */
  private static boolean isCutOff(Pod pod) {
    return condition(pod, "Ready").filter(ready -> "False".equals(ready.getStatus())).isPresent()
        && container(pod)
            .filter(worker -> Boolean.TRUE.equals(worker.getReady()))
            .filter(worker -> worker.getState() != null && worker.getState().getRunning() != null)
            .isPresent();
  }

  private static Why disrupted(Pod pod, PodCondition end) {
    return switch (text(end.getReason())) {
      case "PreemptionByScheduler" -> Reasons.preempted();
      case "DeletionByTaintManager", "DeletionByPodGC" -> Reasons.nodeLost(node(pod));
      case "EvictionByEvictionAPI" -> Reasons.drained(node(pod));
      case "TerminationByKubelet" -> Reasons.evicted(text(end.getMessage()));
      default -> Reasons.disrupted(text(end.getReason()), text(end.getMessage()));
    };
  }

  private static boolean failed(Job job, String reason) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(
                one ->
                    "True".equals(one.getStatus())
                        && Set.of("Failed", "FailureTarget").contains(one.getType())
                        && reason.equals(one.getReason()));
  }

  private static List<String> conditions(Job job) {
    return job.getStatus() == null
        ? List.of()
        : job.getStatus().getConditions().stream()
            .filter(one -> "True".equals(one.getStatus()))
            .map(one -> one.getType())
            .toList();
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(one -> type.equals(one.getType()))
            .filter(one -> !type.equals(DISRUPTION) || "True".equals(one.getStatus()))
            .findFirst();
  }

  private static Optional<ContainerStatus> container(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream().findFirst();
  }

  private static String image(Pod pod) {
    return pod.getSpec() == null || pod.getSpec().getContainers().isEmpty()
        ? ""
        : text(pod.getSpec().getContainers().get(0).getImage());
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null ? "" : text(pod.getStatus().getPhase());
  }

  private static String node(Pod pod) {
    return pod.getSpec() == null ? "" : text(pod.getSpec().getNodeName());
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
