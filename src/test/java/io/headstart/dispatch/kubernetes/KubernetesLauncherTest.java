package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PodStatus;
import io.headstart.dispatch.LaunchFailed;
import io.headstart.dispatch.LaunchUnclear;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.LauncherContract;
import io.headstart.dispatch.Sighting;
import io.headstart.job.AttemptRef;
import io.headstart.testsupport.Await;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract with an API server whose controllers the test plays, and what it may answer. */
class KubernetesLauncherTest extends LauncherContract {
  private static final KubernetesConfig CONFIG = Settings.of();

  private final PlayedCluster cluster = new PlayedCluster();
  private PodStatus behaviour = PlayedCluster.running();

  @Override
  protected Launcher launcher(Behaviour wanted) {
    behaviour =
        switch (wanted) {
          case STAYS, IS_DEAF -> PlayedCluster.running();
          case IS_KILLED -> PlayedCluster.exited(137);
          case EXITS_64 -> PlayedCluster.exited(64);
          case SPEAKS -> PlayedCluster.exited(134, WORDS);
        };
    return watching();
  }

  private KubernetesLauncher watching() {
    var launcher = cluster.launcher(CONFIG);
    launcher.reconcile(found -> Set.of());
    return launcher;
  }

  @Override
  protected int processes(AttemptRef of) {
    cluster.play(behaviour);
    return (int)
        cluster.pods().stream()
            .filter(pod -> WorkerJob.attempt(pod).filter(of::equals).isPresent())
            .filter(pod -> !PodSight.isOver(pod))
            .count();
  }

  @Override
  protected boolean ranTooLong(AttemptRef of) {
    cluster.deadlinePasses(of);
    return true;
  }

  @Override
  protected String printed(AttemptRef of) {
    return cluster.message(of);
  }

  @Override
  protected void takeAway(AttemptRef of, Launched launched) {
    cluster.client().resource(cluster.job(of)).delete();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aJobCostsTwoRequests() {
    var launcher = cluster.launcher(CONFIG);
    launcher.launch(attempt, DEMAND, ENVIRONMENT);
    assertEquals(List.of("POST jobs", "POST secrets"), cluster.requests());
  }

  @Test
  void nothingIsAskedOfTheClusterUntilItIsNeeded() {
    var launcher = cluster.launcher(CONFIG);
    launcher.look(attempt, Launched.UNKNOWN);
    launcher.forget(attempt);
    assertEquals(List.of(), cluster.requests());
  }

  @Test
  void aCrashBetweenJobAndSecretIsMadeGood() {
    var launcher = cluster.launcher(CONFIG);
    launcher.launch(attempt, DEMAND, ENVIRONMENT);
    cluster.client().resource(secret()).delete();
    cluster.launcher(CONFIG).launch(attempt, DEMAND, ENVIRONMENT);
    assertNotNull(secret());
    assertEquals(
        cluster.job(attempt).getMetadata().getUid(),
        secret().getMetadata().getOwnerReferences().get(0).getUid());
  }

  @Test
  void aTokenOfBeforeARestoreIsReplaced() {
    cluster.launcher(CONFIG).launch(attempt, DEMAND, ENVIRONMENT);
    var before = secret().getData();
    cluster
        .launcher(CONFIG)
        .launch(
            attempt,
            DEMAND,
            Map.of(io.headstart.protocol.WorkerEnvironment.ATTEMPT_TOKEN, "hsa_other"));
    assertTrue(!before.equals(secret().getData()), "the secret has the new token");
  }

  @Test
  void theTokenStandsInTheSecretAlone() {
    cluster.launcher(CONFIG).launch(attempt, DEMAND, ENVIRONMENT);
    var job = io.fabric8.kubernetes.client.utils.Serialization.asYaml(cluster.job(attempt));
    assertTrue(!job.contains("hsa_secret"), job);
  }

  @Test
  void newsComesByItselfAndGoesByAskingToo() {
    var launcher = watching();
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    cluster.play(PlayedCluster.running());
    cluster.becomes(attempt, PlayedCluster.exited(134));
    Await.until(
        "the informer has told",
        () -> new Sighting.Gone(134).equals(launcher.look(attempt, launched)));

    var other = anAttempt();
    var deaf = cluster.launcher(CONFIG); // watches nothing
    var second = deaf.launch(other, DEMAND, ENVIRONMENT);
    cluster.play(PlayedCluster.exited(134));
    deaf.reconcile(found -> Set.of());
    assertEquals(new Sighting.Gone(134), deaf.look(other, second));
  }

  @Test
  void anEndedJobIsNotGoneWhileItsPodEnds() {
    var launcher = watching();
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    launcher.end(attempt, launched, false);
    assertNull(cluster.job(attempt));
    Await.until(
        "the Job's end is told, and its pod's is awaited",
        () ->
            launcher.look(attempt, launched) instanceof Sighting.Alive alive
                && alive.trouble() != null);
    assertEquals(List.of("Foreground"), cluster.propagations());
    cluster.play(behaviour);
    gone(launcher, launched);
  }

  @Test
  void jobsThatNobodyWantsTwiceAreDeletedOthersStay() {
    var launcher = watching();
    launcher.launch(attempt, DEMAND, ENVIRONMENT);
    var orphan = anAttempt();
    launcher.launch(orphan, DEMAND, ENVIRONMENT);
    launcher.reconcile(
        found -> {
          assertEquals(Set.of(attempt, orphan), found);
          return Set.of(orphan);
        });
    assertNotNull(cluster.job(orphan), "it may be about to end by itself");
    launcher.reconcile(found -> Set.of(orphan));
    assertNull(cluster.job(orphan));
    assertNotNull(cluster.job(attempt));
  }

  @Test
  void aQuotaThatRefusesIsNamed() {
    cluster.refuse(
        "POST",
        "jobs",
        403,
        "jobs.batch \"hs-1\" is forbidden: exceeded quota: small, requested: count/jobs.batch=1");
    var failed =
        assertThrows(
            LaunchFailed.class,
            () -> cluster.launcher(CONFIG).launch(attempt, DEMAND, ENVIRONMENT));
    assertEquals(
        "The quota of namespace workers does not let it in (exceeded quota: small, requested:"
            + " count/jobs.batch=1); it starts when others end, or an admin raises the ResourceQuota",
        failed.getMessage());
  }

  @Test
  void aSecretThatIsRefusedLeavesNoJob() {
    cluster.refuse("POST", "secrets", 403, "secrets is forbidden: no right");
    assertThrows(
        LaunchFailed.class, () -> cluster.launcher(CONFIG).launch(attempt, DEMAND, ENVIRONMENT));
    assertNull(cluster.job(attempt));
  }

  @Test
  void whatIsNotAnsweredIsTriedAgain() {
    for (int code : new int[] {429, 500, 503}) {
      cluster.refuse("POST", "secrets", code, "busy");
      var asks = cluster.launcher(CONFIG);
      assertThrows(LaunchUnclear.class, () -> asks.launch(attempt, DEMAND, ENVIRONMENT), "" + code);
      cluster.requests();
      assertThrows(LaunchUnclear.class, () -> asks.launch(attempt, DEMAND, ENVIRONMENT));
      assertEquals(List.of(), cluster.requests(), "who does not answer is left in peace a moment");
    }
    cluster.heal();
    var launched = cluster.launcher(CONFIG).launch(attempt, DEMAND, ENVIRONMENT);
    assertNotNull(launched.since());
    assertNotNull(secret());
  }

  @Test
  void anErrorWhenItIsAskedProvesNothing() {
    var launcher = cluster.launcher(CONFIG);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    var later = cluster.launcher(CONFIG);
    cluster.refuse("GET", "jobs", 500, "etcd");
    assertInstanceOf(Sighting.Unknown.class, later.look(attempt, launched));
  }

  @Test
  void aWrongSettingIsNamedAndLosesNothing() {
    var wrong = Settings.of("classes.training.tolerations", "gpu:Sometimes");
    var failed =
        assertThrows(
            LaunchFailed.class, () -> cluster.launcher(wrong).launch(attempt, DEMAND, ENVIRONMENT));
    assertTrue(
        failed.getMessage().contains("headstart.dispatch.kubernetes.classes.training.tolerations"),
        failed.getMessage());
    assertEquals(List.of(), cluster.requests());
  }

  private io.fabric8.kubernetes.api.model.Secret secret() {
    return cluster
        .client()
        .secrets()
        .inNamespace(PlayedCluster.NAMESPACE)
        .withName(WorkerJob.name(attempt))
        .get();
  }
}
