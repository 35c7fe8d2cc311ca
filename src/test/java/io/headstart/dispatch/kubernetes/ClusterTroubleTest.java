package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.headstart.dispatch.Demand;
import io.headstart.dispatch.LaunchUnclear;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Sighting;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that fails, breaks off, forgets or repeats itself: no second Job, no lost run. */
class ClusterTroubleTest {
  private static final Demand DEMAND = new Demand("training", 1, Duration.ofHours(1));
  private static final Map<String, String> ENVIRONMENT = Map.of();
  private static final Sighting CRASHED = new Sighting.Gone(134);

  private final PlayedCluster cluster = new PlayedCluster();
  private final AttemptRef attempt =
      new AttemptRef(new JobRef(new TeamRef(UUID.randomUUID()), UUID.randomUUID()), 1);

  @AfterEach
  void close() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aJobThatWasMadeAlthoughTheAnswerSaidOtherwiseIsAdopted(int code) {
    cluster.loseAnswer("POST", "jobs", code);
    var unclear =
        assertThrows(LaunchUnclear.class, () -> launch(cluster.launcher(Settings.of())), "" + code);
    assertNotNull(unclear.getMessage());
    var made = cluster.job(attempt).getMetadata();
    cluster.heal();
    var launched = launch(cluster.launcher(Settings.of()));
    assertEquals(made.getUid(), cluster.job(attempt).getMetadata().getUid());
    assertEquals(made.getCreationTimestamp(), launched.since().toString());
    assertEquals(1, cluster.jobs().size());
  }

  @Test
  void aConflictMeansThatTheJobIsThere() {
    cluster.loseAnswer("POST", "jobs", 409);
    var launched = launch(cluster.launcher(Settings.of()));
    assertEquals(
        cluster.job(attempt).getMetadata().getCreationTimestamp(), launched.since().toString());
    assertEquals(1, cluster.jobs().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500})
  void aRefusalThatProvesNothingIsSaidWithItsStatus(int code) {
    cluster.refuse("POST", "jobs", code, "etcd is busy");
    var unclear = assertThrows(LaunchUnclear.class, () -> launch(cluster.launcher(Settings.of())));
    assertTrue(
        unclear.getMessage().endsWith(" answers with status %d: etcd is busy".formatted(code)),
        unclear.getMessage());
    assertNull(cluster.job(attempt));
  }

  @Test
  void aJobThatIsStillBeingDeletedIsWaitedFor() {
    launch(cluster.launcher(Settings.of()));
    var ends = new JobBuilder(cluster.job(attempt)).editMetadata();
    cluster
        .client()
        .resource(
            ends.withDeletionTimestamp("2026-01-01T00:00:00Z")
                .withFinalizers("foregroundDeletion")
                .endMetadata()
                .build())
        .update();
    var unclear = assertThrows(LaunchUnclear.class, () -> launch(cluster.launcher(Settings.of())));
    assertEquals("An earlier Job of the same name is being deleted", unclear.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500})
  void aDeletionThatFailsIsDoneLater(int code) {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.refuse("DELETE", "jobs", code, "busy");
    launcher.end(attempt, launched, false);
    assertNotNull(cluster.job(attempt));
    assertInstanceOf(Sighting.Alive.class, launcher.look(attempt, launched));
    cluster.heal();
    cluster.launcher(Settings.of()).end(attempt, launched, true);
    assertNull(cluster.job(attempt));
  }

  @ParameterizedTest
  @ValueSource(strings = {"429 jobs", "500 jobs", "500 pods"})
  void aListThatFailsIsSaidAndNobodyIsTakenForAnOrphan(String trouble) {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.play(PlayedCluster.running());
    cluster.refuse("GET", trouble.substring(4), Integer.parseInt(trouble.substring(0, 3)), "busy");
    launcher.reconcile(
        found -> {
          throw new AssertionError("nobody knows what there is: " + found);
        });
    assertTrue(
        launcher
            .problems()
            .get(0)
            .endsWith(" answers with status " + trouble.substring(0, 3) + ": busy"),
        launcher.problems()::toString);
    assertTrue(launcher.wasReady(), "pages are served on");
    assertInstanceOf(Sighting.Alive.class, launcher.look(attempt, launched));
    cluster.heal();
    launcher.reconcile(found -> Set.of());
    assertEquals(List.of(), launcher.problems());
  }

  @Test
  void aWatchThatIsTooOldIsBegunAnew() {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.play(PlayedCluster.running());
    var tooOld =
        new StatusBuilder()
            .withStatus("Failure")
            .withReason("Expired")
            .withMessage("too old resource version")
            .withCode(410)
            .build();
    cluster.requests();
    cluster.tell("pods", "ERROR", tooOld);
    Await.until("all is listed anew", () -> cluster.seen("GET pods") >= 2);
    cluster.becomes(attempt, PlayedCluster.exited(134));
    Await.until("its news come", () -> CRASHED.equals(launcher.look(attempt, launched)));
  }

  @Test
  void aWatchThatBreaksOffIsTakenUpAgain() {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.play(PlayedCluster.running());
    Await.until("both watch", () -> cluster.watches() == 2);
    cluster.cutWatches();
    cluster.becomes(attempt, PlayedCluster.exited(134));
    Await.until("its news come", () -> CRASHED.equals(launcher.look(attempt, launched)));
    Await.until("both watch again", () -> cluster.watches() == 2);
  }

  @Test
  void doubledEventsChangeNothing() {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.play(PlayedCluster.running());
    Await.until("both watch", () -> cluster.watches() == 2);
    for (int i = 0; i < 3; i++) {
      cluster.tell("pods", "ADDED", cluster.pods().get(0));
      cluster.tell("jobs", "MODIFIED", cluster.job(attempt));
    }
    cluster.becomes(attempt, PlayedCluster.exited(134));
    Await.until("its end is seen", () -> CRASHED.equals(launcher.look(attempt, launched)));
    cluster.tell("pods", "MODIFIED", cluster.pods().get(0));
    launcher.reconcile(found -> Set.of());
    assertEquals(CRASHED, launcher.look(attempt, launched));
  }

  @Test
  void whatIsLongPastIsNotBelieved() {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.play(PlayedCluster.running());
    Await.until("both watch", () -> cluster.watches() == 2);
    cluster.becomes(attempt, PlayedCluster.exited(134));
    Await.until("its end is seen", () -> CRASHED.equals(launcher.look(attempt, launched)));
    cluster.tell(
        "pods",
        "MODIFIED",
        new PodBuilder(cluster.pods().get(0))
            .editMetadata()
            .withResourceVersion("1")
            .endMetadata()
            .withStatus(PlayedCluster.running())
            .build());
    cluster.becomes(attempt, PlayedCluster.exited(139)); // told after it, by the same watch
    Await.until(
        "what came later is seen",
        () -> {
          var seen = launcher.look(attempt, launched);
          assertInstanceOf(Sighting.Gone.class, seen);
          return seen.equals(new Sighting.Gone(139));
        });
  }

  @Test
  void anEndThatIsToldTooEarlyIsNotBelievedBeforeItIsAsked() {
    var launcher = watching();
    var launched = launch(launcher);
    cluster.play(PlayedCluster.running());
    Await.until("both watch", () -> cluster.watches() == 2);
    cluster.requests();
    cluster.tell("pods", "DELETED", cluster.pods().get(0));
    cluster.tell("jobs", "DELETED", cluster.job(attempt));
    Await.until(
        "it is asked after",
        () -> {
          assertInstanceOf(Sighting.Alive.class, launcher.look(attempt, launched));
          return cluster.seen("GET jobs/hs") > 0;
        });
  }

  private KubernetesLauncher watching() {
    var launcher = cluster.launcher(Settings.of());
    launcher.reconcile(found -> Set.of());
    return launcher;
  }

  private Launched launch(KubernetesLauncher launcher) {
    return launcher.launch(attempt, DEMAND, ENVIRONMENT);
  }
}
