package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.headstart.dispatch.RetryClass;
import io.headstart.dispatch.Sighting;
import io.headstart.dispatch.Why;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cluster's words for a worker, and ours. */
class PodSightTest {
  private static final Job RUNS =
      new JobBuilder()
          .withNewMetadata()
          .withName("hs-1")
          .endMetadata()
          .withNewStatus()
          .endStatus()
          .build();

  static Stream<Arguments> beforeTheStart() {
    return Stream.of(
        wait(
            waiting("ImagePullBackOff", "Back-off pulling image \"worker:9\""),
            "The image worker:9 can't be pulled (Back-off pulling image \"worker:9\"); an admin"
                + " checks its name, the registry and"
                + " headstart.dispatch.kubernetes.image-pull-secrets"),
        wait(
            waiting("InvalidImageName", "couldn't parse"),
            "The image name worker:9 is not valid; an admin corrects"
                + " headstart.dispatch.kubernetes.image"),
        wait(
            waiting("CreateContainerConfigError", "secret \"of-others\" not found"),
            "Its container can't be set up yet (secret \"of-others\" not found)"),
        wait(
            unscheduled("0/9 nodes are available: 9 Insufficient nvidia.com/gpu. preemption: 0/9"),
            "No node has room for it: of 9 nodes 9 Insufficient nvidia.com/gpu"),
        wait(
            unscheduled(
                "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate,"
                    + " preemption: 0/1 nodes are available: 1 No preemption victims found."),
            "No node has room for it: of 1 node 1 Insufficient cpu"),
        wait(
            unscheduled(
                "0/9 nodes are available: 9 node(s) didn't match Pod's node affinity/selector."),
            "No node fits it: of 9 nodes 9 node(s) didn't match Pod's node affinity/selector; an"
                + " admin compares headstart.dispatch.kubernetes.classes with the labels and taints"
                + " of the nodes"),
        wait(
            unscheduled("no nodes available to schedule pods"),
            "No node has room for it (no nodes available to schedule pods)"));
  }

  @ParameterizedTest
  @MethodSource("beforeTheStart")
  void whatItWaitsForIsSaidAndTriedAgainUntilItIsPutRight(PodStatus status, String sentence) {
    var alive = (Sighting.Alive) PodSight.of(RUNS, List.of(pod(status)), null);
    assertEquals(sentence, alive.trouble().sentence());
    assertEquals(RetryClass.PLATFORM, alive.trouble().retryClass());
  }

  @Test
  void itsOwnSecretIsMadeAfterItsJobAndNothingToComplainOf() {
    PodStatus early = waiting("CreateContainerConfigError", "secret \"hs-1\" not found");
    assertEquals(new Sighting.Alive(null), PodSight.of(RUNS, List.of(pod(early)), null));
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        end(exited(0, "Completed"), RetryClass.PROTOCOL, "ended without committing a result"),
        end(exited(64, "Error"), RetryClass.USER, "called wrongly (exit code 64)"),
        end(exited(65, "Error"), RetryClass.USER, "exit code 65 and without a word"),
        end(exited(68, "Error"), RetryClass.PLATFORM, "an admin checks headstart.dispatch.worker"),
        end(
            exited(69, "Error"),
            RetryClass.TRANSIENT,
            "lost this server or the object store (exit code 69)"),
        end(exited(70, "Error"), RetryClass.RESOURCE, "out of memory (exit code 70)"),
        end(exited(77, "Error"), RetryClass.FENCED, "exit code 77"),
        end(exited(134, "Error"), RetryClass.CRASH, "exit code 134"),
        end(exited(137, "Error"), RetryClass.LOST, "nothing says that memory was short"),
        end(exited(137, "OOMKilled"), RetryClass.RESOURCE, "took more memory than it may"),
        end(exited(139, "Error"), RetryClass.CRASH, "exit code 139"),
        end(exited(143, "Error"), RetryClass.INFRASTRUCTURE, "ended from outside"),
        end(exited(128, "StartError"), RetryClass.PLATFORM, "could not be started"),
        end(
            failed("Evicted", "The node was low on resource: memory."),
            RetryClass.INFRASTRUCTURE,
            "evicted its worker from its node (The node was low on resource: memory)"),
        end(failed("DeadlineExceeded", ""), RetryClass.TOO_LONG, "ran for longer than it may"),
        end(failed("NodeLost", ""), RetryClass.INFRASTRUCTURE, "node n1 stopped answering"),
        end(failed("NodeShutdown", ""), RetryClass.INFRASTRUCTURE, "node n1 was shut down"),
        end(
            failed("OutOfnvidia.com/gpu", "Node didn't have enough resource"),
            RetryClass.INFRASTRUCTURE,
            "node n1 did not take it (OutOfnvidia.com/gpu"),
        end(
            disrupted("PreemptionByScheduler"),
            RetryClass.INFRASTRUCTURE,
            "give way to a pod of higher priority"),
        end(disrupted("DeletionByTaintManager"), RetryClass.INFRASTRUCTURE, "stopped answering"),
        end(disrupted("DeletionByPodGC"), RetryClass.INFRASTRUCTURE, "stopped answering"),
        end(disrupted("EvictionByEvictionAPI"), RetryClass.INFRASTRUCTURE, "a node is drained"),
        end(disrupted("Anything"), RetryClass.INFRASTRUCTURE, "ended its worker (Anything)"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void howItEndedDecidesWhetherItIsTriedAgain(PodStatus status, RetryClass expected, String part) {
    var why = why((Sighting.Gone) PodSight.of(RUNS, List.of(pod(status)), null));
    assertEquals(expected, why.retryClass());
    assertTrue(why.sentence().contains(part), why.sentence());
    assertFalse(why.sentence().endsWith("."), why.sentence());
  }

  @Test
  void whomAWorkerCouldNotReachIsSaidInItsOwnLastWords() {
    var status = exited(68, "Error");
    status
        .getContainerStatuses()
        .get(0)
        .getState()
        .getTerminated()
        .setMessage(
            """
            2026-01-02T03:04:05Z Headstart worker, process 1, job x, attempt 1
            2026-01-02T03:07:05Z control-plane-unreachable: The worker could not reach its server.
            """);
    var why = why((Sighting.Gone) PodSight.of(RUNS, List.of(pod(status)), null));
    assertEquals("The worker could not reach its server", why.sentence());
    assertEquals(RetryClass.PLATFORM, why.retryClass());
  }

  @Test
  void aPodThatAnAdminIsAskedAboutIsNotRetriedByTheCluster() {
    var refused = "Error creating: pods \"hs-1-x\" is forbidden: exceeded quota: gpus, used: 8";
    var alive = (Sighting.Alive) PodSight.of(RUNS, List.of(), refused);
    assertEquals(
        new Why(
            RetryClass.PLATFORM,
            "QUOTA",
            "The namespace's quota does not let it in (exceeded quota: gpus, used: 8); it starts"
                + " when others end, or an admin raises the ResourceQuota"),
        alive.trouble());
    var insecure = "Error creating: pods \"hs-1-x\" is forbidden: violates PodSecurity";
    assertEquals(
        "The cluster refuses its pod: violates PodSecurity",
        ((Sighting.Alive) PodSight.of(RUNS, List.of(), insecure)).trouble().sentence());
  }

  @Test
  void aNodeThatStoppedAnsweringLeavesItsPodAliveUntilTheLeaseRunsOut() {
    var pod =
        pod(new PodStatusBuilder(disrupted("DeletionByTaintManager")).withPhase("Running").build());
    var alive = (Sighting.Alive) PodSight.of(RUNS, List.of(pod), null);
    assertEquals("Its node n1 stopped answering", alive.trouble().sentence());
    assertEquals(RetryClass.INFRASTRUCTURE, alive.trouble().retryClass());
  }

  @Test
  void aPodThatTheClusterMarksWhileItsContainerIsReadyIsOnANodeThatStoppedAnswering() {
    var alive = (Sighting.Alive) PodSight.of(RUNS, List.of(pod(runs("False", true))), null);
    assertEquals("Its node n1 stopped answering", alive.trouble().sentence());
    assertEquals(RetryClass.INFRASTRUCTURE, alive.trouble().retryClass());
    for (var well : List.of(runs("True", true), runs("False", false))) {
      assertEquals(new Sighting.Alive(), PodSight.of(RUNS, List.of(pod(well)), null));
    }
  }

  /** Runs; what its condition Ready says, and whether its node has called the container ready. */
  private static PodStatus runs(String ready, boolean container) {
    return new PodStatusBuilder()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .addNewContainerStatus()
        .withReady(container)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .build();
  }

  @Test
  void whileOneOfTwoPodsRunsItIsNotGone() {
    var ended = pod(exited(1, "Error"));
    var runs = pod(new PodStatusBuilder().withPhase("Running").build());
    assertEquals(new Sighting.Alive(), PodSight.of(RUNS, List.of(ended, runs), null));
  }

  @Test
  void aJobOnItsWayOutLivesAsLongAsItsPods() {
    var deleted =
        new JobBuilder(RUNS)
            .editMetadata()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .build();
    var runs = pod(new PodStatusBuilder().withPhase("Running").build());
    assertEquals(new Sighting.Alive(), PodSight.of(deleted, List.of(runs), null));
    var gone = (Sighting.Gone) PodSight.of(deleted, List.of(), null);
    assertEquals(RetryClass.INFRASTRUCTURE, why(gone).retryClass());
  }

  @Test
  void aJobThatTheClusterEndedIsGoneOnlyWithItsPods() {
    var late =
        new JobBuilder()
            .withNewStatus()
            .addNewCondition()
            .withType("FailureTarget")
            .withStatus("True")
            .withReason("DeadlineExceeded")
            .endCondition()
            .endStatus()
            .build();
    var runs = pod(new PodStatusBuilder().withPhase("Running").build());
    var alive = (Sighting.Alive) PodSight.of(late, List.of(runs), null);
    assertEquals(RetryClass.TOO_LONG, alive.trouble().retryClass());
    assertEquals(new Sighting.Gone(null, alive.trouble()), PodSight.of(late, List.of(), null));
  }

  private static Why why(Sighting.Gone gone) {
    return gone.why() == null ? Why.ofExit(gone.exitCode()) : gone.why();
  }

  private static Arguments wait(PodStatus status, String sentence) {
    return Arguments.of(status, sentence);
  }

  private static Arguments end(PodStatus status, RetryClass expected, String part) {
    return Arguments.of(status, expected, part);
  }

  private static PodStatus waiting(String reason, String message) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewContainerStatus()
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .endContainerStatus()
        .build();
  }

  private static PodStatus unscheduled(String message) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage(message)
        .endCondition()
        .build();
  }

  private static PodStatus exited(int code, String reason) {
    return new PodStatusBuilder()
        .withPhase(code == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .withReason(reason)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .build();
  }

  private static PodStatus failed(String reason, String message) {
    return new PodStatusBuilder()
        .withPhase("Failed")
        .withReason(reason)
        .withMessage(message)
        .build();
  }

  private static PodStatus disrupted(String reason) {
    return new PodStatusBuilder()
        .withPhase("Failed")
        .addNewCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .withReason(reason)
        .endCondition()
        .build();
  }

  private static Pod pod(PodStatus status) {
    return new PodBuilder()
        .withNewSpec()
        .withNodeName("n1")
        .addNewContainer()
        .withImage("worker:9")
        .endContainer()
        .endSpec()
        .withStatus(status)
        .build();
  }
}
