package io.headstart.dispatch.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.LauncherContract;
import io.headstart.dispatch.RetryClass;
import io.headstart.dispatch.Sighting;
import io.headstart.dispatch.Why;
import io.headstart.job.AttemptRef;
import io.headstart.platform.InstallationKey;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.ClusterFaults;
import io.headstart.testsupport.RealCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract against a real API server, with no more rights than the Role gives. */
class KubernetesLauncherClusterIT extends LauncherContract {
  private static RealCluster cluster;

  private final List<KubernetesLauncher> opened = new ArrayList<>();

  @BeforeAll
  static void makeNamespace() {
    cluster = new RealCluster();
  }

  @AfterAll
  static void deleteNamespace() {
    cluster.close();
  }

  @AfterEach
  void close() {
    opened.forEach(KubernetesLauncher::close);
    cluster.admin().batch().v1().jobs().inNamespace(cluster.namespace()).delete();
  }

  @Override
  protected Launcher launcher(Behaviour behaviour) {
    return launcher(
        switch (behaviour) {
          case STAYS -> "exec sleep 300";
          case IS_KILLED -> "exit 137";
          case EXITS_64 -> "exit 64";
          case IS_DEAF -> "trap '' TERM; while true; do sleep 1; done";
          case SPEAKS -> "echo " + WORDS + "; exit 134";
        });
  }

  private KubernetesLauncher launcher(String script, String... more) {
    var settings = new ArrayList<>(List.of("namespace", cluster.namespace()));
    settings.addAll(List.of("image", "busybox", "command", "/bin/sh,-c," + script));
    settings.addAll(List.of("classes.training.cpu", "50m", "classes.training.memory", "64Mi"));
    settings.addAll(List.of(more));
    var config = Settings.of(settings.toArray(String[]::new));
    var way = new Cluster(config, cluster.client());
    var launcher =
        new KubernetesLauncher(
            config,
            Settings.dispatch(),
            way,
            new ClusterCheck(config, Settings.dispatch(), way),
            new InstallationKey("an installation key of a test, long enough"));
    launcher.reconcile(found -> Set.of());
    assertEquals(List.of(), launcher.problems());
    opened.add(launcher);
    return launcher;
  }

  @Override
  protected int processes(AttemptRef of) {
    return (int)
        cluster
            .admin()
            .pods()
            .inNamespace(cluster.namespace())
            .withLabel(WorkerJob.JOB, of.job().id().toString())
            .list()
            .getItems()
            .stream()
            .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
            .count();
  }

  @Override
  protected String printed(AttemptRef of) {
    var pods = cluster.admin().pods().inNamespace(cluster.namespace());
    var pod = pods.withLabel(WorkerJob.JOB, of.job().id().toString()).list().getItems().get(0);
    return pods.withName(pod.getMetadata().getName()).getLog();
  }

  @Override
  protected void takeAway(AttemptRef of, Launched launched) {
    cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .withName(WorkerJob.name(of))
        .delete();
  }

  @Test
  void anImageThatIsNotThereIsToldAndCanBeEnded() {
    var launcher = launcher("exit 0", "image", "missing/worker:none");
    var trouble = trouble(launcher, launcher.launch(attempt, DEMAND, ENVIRONMENT));
    assertTrue(trouble.sentence().startsWith("The image missing/worker:none"), trouble.sentence());
    assertEquals(RetryClass.PLATFORM, trouble.retryClass());
  }

  @Test
  void aGpuClassThatNoNodeHasIsTold() {
    var launcher = launcher("exit 0", "classes.training.node-selector", "gpu=none-such");
    var trouble = trouble(launcher, launcher.launch(attempt, DEMAND, ENVIRONMENT));
    assertTrue(trouble.sentence().startsWith("No node fits it: of "), trouble.sentence());
  }

  @Test
  void moreGpusThanThereAreIsTold() {
    var launcher = launcher("exit 0", "classes.training.gpus", "1000");
    var trouble = trouble(launcher, launcher.launch(attempt, DEMAND, ENVIRONMENT));
    assertTrue(trouble.sentence().contains("Insufficient nvidia.com/gpu"), trouble.sentence());
  }

  @Test
  void aQuotaThatLetsNoPodInIsToldAndLeftAloneWhenItIsLifted() {
    var quota = cluster.limit("none", "pods", 0);
    try {
      var launcher = launcher("exec sleep 300");
      var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
      Await.until(
          "the refusal is told",
          () -> {
            launcher.reconcile(found -> Set.of());
            return launcher.look(attempt, launched) instanceof Sighting.Alive alive
                && alive.trouble() != null;
          });
      var trouble = trouble(launcher, launched);
      assertEquals("QUOTA", trouble.code());
      assertTrue(trouble.sentence().contains("exceeded quota: none"), trouble.sentence());
    } finally {
      cluster.admin().resource(quota).delete();
    }
  }

  @Test
  void anEvictionIsNoFaultOfTheRun() {
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    var pod =
        cluster
            .admin()
            .pods()
            .inNamespace(cluster.namespace())
            .withLabel(WorkerJob.JOB, attempt.job().id().toString())
            .list()
            .getItems()
            .get(0);
    assertTrue(
        cluster
            .admin()
            .pods()
            .inNamespace(cluster.namespace())
            .withName(pod.getMetadata().getName())
            .evict());
    var gone = gone(launcher, launched);
    assertEquals(RetryClass.INFRASTRUCTURE, why(gone).retryClass(), why(gone)::sentence);
  }

  @Test
  void theClustersOwnDeadlineEndsWhatNoServerLooksAfter() {
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .withName(WorkerJob.name(attempt))
        .edit(
            job -> {
              job.getSpec().setActiveDeadlineSeconds(1L);
              return job;
            });
    var gone = gone(launcher, launched);
    assertEquals(RetryClass.TOO_LONG, why(gone).retryClass(), why(gone)::sentence);
  }

  @Test
  void aWatchWhoseHistoryTheClusterHasForgottenBeginsAnew() {
    var faults = ClusterFaults.orSkip();
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    faults.bring(ClusterFaults.Fault.FORGET_HISTORY);
    takeAway(attempt, launched);
    gone(launcher, launched); // nobody reconciles here: a watch that gave up would see it alive
  }

  @Test
  void orphansGoOthersStay() {
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    var later = launcher(Behaviour.STAYS);
    later.reconcile(
        found -> {
          assertEquals(Set.of(attempt), found);
          return found;
        });
    later.reconcile(found -> found);
    gone(later, launched);
  }

  private Why trouble(Launcher launcher, Launched launched) {
    Await.until(
        "it is told",
        () ->
            launcher.look(attempt, launched) instanceof Sighting.Alive alive
                && alive.trouble() != null);
    return ((Sighting.Alive) launcher.look(attempt, launched)).trouble();
  }
}
