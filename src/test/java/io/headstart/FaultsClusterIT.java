package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.ClusterFaults;
import io.headstart.testsupport.ClusterFaults.Fault;
import io.headstart.testsupport.ClusterInstallation;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.RealCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real runs as pods of a real cluster, in which something breaks: servers, pods, nodes, API server,
 * etcd. Two servers on one database; whatever happened, each run ends as it should, no Job is left
 * behind, and the rows are as they must be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsClusterIT {
  /** What would take minutes takes seconds. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "HEADSTART_DISPATCH_HEARTBEAT", "PT0.5S",
          "HEADSTART_DISPATCH_LEASE", "PT40S",
          "HEADSTART_DISPATCH_GRACE", "PT2S",
          "HEADSTART_DISPATCH_LOST_BACKOFF", "PT0.5S",
          "HEADSTART_DISPATCH_INFRASTRUCTURE_BACKOFF", "PT1S");

  /** Epochs of a run that only has to have begun and to end. */
  private static final int SHORT = 4;

  /** Epochs of a run that lasts longer than two restarts of a server. */
  private static final int LONG = 40;

  private static final List<String> UNDISTURBED = List.of("1 SUCCEEDED null");

  private static final String LIVE_JOBS =
      "select id, state from jobs where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')";
  private static final String LOST =
      "select job_id, number from attempts where state = 'LOST' order by job_id, number";
  private static final String HELD_SLOTS =
      "select job_id from reservations where released_at is null";

  private RealCluster cluster;
  private ClusterInstallation installation;
  private ClusterInstallation.Server first;
  private ClusterInstallation.Server second;
  private Owner owner;
  private Path letters;
  private long dataset;

  @BeforeAll
  void start(@TempDir Path files) throws Exception {
    cluster = new RealCluster();
    installation = new ClusterInstallation(cluster, files, SETTINGS);
    List<ClusterInstallation.Server> servers = installation.start(2);
    first = servers.get(0);
    second = servers.get(1);
    owner = installation.owner().at(first.program());
    letters = Letters.write(files.resolve("letters.csv"), 100);
    dataset = owner.accepted(letters);
  }

  @AfterAll
  void stop() throws Exception {
    installation.close();
  }

  @AfterEach
  void everythingHasEnded() {
    Await.until("every job has ended", () -> rows(LIVE_JOBS).isEmpty());
    Await.until("all slots are free", () -> rows(HELD_SLOTS).isEmpty());
    Await.until("no pod is left", () -> cluster.jobs().stream().allMatch(RealCluster::isOver));
    installation.rows().holdInvariants();
  }

  @Test
  void aRunOutlivesEachOfTwoServersKilledInTurn() throws Exception {
    List<String> lostBefore = rows(LOST); // of a node that died in another test
    long run = training(LONG);
    first.kill();
    owner.at(second.program()).accepted(letters); // the other one admits, launches and finishes
    first.startAgain();
    assertEquals("RUNNING", owner.run(run).get("state").asText());
    second.kill();
    owner.accepted(letters);
    second.startAgain();
    owner.awaitSuccess(run);
    assertEquals(UNDISTURBED, attempts(run));
    assertEquals(
        List.of("QUEUED", "STARTING", "RUNNING", "SUCCEEDED"),
        rows(
            """
            select e.to_state from job_events e join runs r
              on r.team_id = e.team_id and r.job_id = e.job_id
            where r.number = %d order by e.seq"""
                .formatted(run)));
    assertEquals(lostBefore, rows(LOST));
  }

  @Test
  void anEvictedPodGoesOnInAnother() {
    long run = training(SHORT);
    Pod pod = pod(run);
    assertTrue(
        cluster
            .admin()
            .pods()
            .inNamespace(cluster.namespace())
            .withName(pod.getMetadata().getName())
            .evict());
    owner.awaitSuccess(run);
    assertEquals(List.of("1 FAILED INFRASTRUCTURE", "2 SUCCEEDED null"), attempts(run));
  }

  @Test
  void aNodeThatDiesTakesAnAttemptButNotTheRun() {
    ClusterFaults faults = ClusterFaults.orSkip();
    long run = training(SHORT);
    faults.bring(Fault.KILL_NODES);
    try {
      owner.awaitRun(run, "given up", at -> !at.get("state").asText().equals("RUNNING"));
    } finally {
      faults.bring(Fault.REVIVE_NODES);
    }
    owner.awaitSuccess(run);
    List<String> attempts = attempts(run);
    assertEquals(2, attempts.size(), attempts::toString);
    assertEquals("1 FAILED INFRASTRUCTURE", attempts.get(0));
    List<String> said =
        rows(
            "select reason_detail from job_events e join runs r using (job_id) where r.number = "
                + run);
    assertTrue(
        said.stream().anyMatch(why -> why.matches("Its node \\S+ stopped answering.*")),
        said::toString);
    assertEquals("2 SUCCEEDED null", attempts.get(1));
  }

  @Test
  void aControlPlaneOfTheClusterThatRestartsIsNotNoticed() {
    ClusterFaults faults = ClusterFaults.orSkip();
    long run = training(LONG / 2);
    faults.bring(Fault.RESTART_ETCD);
    faults.bring(Fault.RESTART_API_SERVER);
    faults.bring(Fault.FORGET_HISTORY);
    assertEquals("RUNNING", owner.run(run).get("state").asText());
    owner.awaitSuccess(run);
    assertEquals(UNDISTURBED, attempts(run));
  }

  @Test
  void whatIsStartedWhileTheApiServerIsSilentWaitsAndBegins() {
    beginsWhenItIsOver(Fault.SILENCE_API_SERVER, Fault.REVIVE_API_SERVER);
  }

  @Test
  void whatIsStartedWhileTheApiServerAnswersWithErrorsWaitsAndBegins() {
    beginsWhenItIsOver(Fault.STOP_ETCD, Fault.START_ETCD);
  }

  private void beginsWhenItIsOver(Fault begin, Fault end) {
    ClusterFaults faults = ClusterFaults.orSkip();
    faults.bring(begin);
    long run;
    try {
      run = started(SHORT);
      JsonNode waits = awaitReason(run, "Its worker waits: The API server ");
      assertEquals("STARTING", waits.get("state").asText(), waits::toString);
    } finally {
      faults.bring(end);
    }
    owner.awaitSuccess(run);
    assertEquals(UNDISTURBED, attempts(run));
  }

  @Test
  void aQuotaThatLetsNoPodInIsWaitedFor() {
    ResourceQuota none = cluster.limit("no-pods", "pods", 0);
    long run;
    try {
      run = started(SHORT);
      JsonNode waits = awaitReason(run, "exceeded quota: no-pods");
      assertEquals("STARTING", waits.get("state").asText(), waits::toString);
    } finally {
      cluster.admin().resource(none).delete();
    }
    owner.awaitSuccess(run);
    assertEquals(UNDISTURBED, attempts(run));
  }

  @Test
  void aQuotaThatLetsNoJobInIsWaitedFor() {
    ResourceQuota none = cluster.limit("no-jobs", "count/jobs.batch", 0);
    long run;
    try {
      run = started(SHORT);
      awaitReason(run, "exceeded quota: no-jobs");
    } finally {
      cluster.admin().resource(none).delete();
    }
    JsonNode done = owner.awaitSuccess(run);
    List<String> attempts = attempts(run);
    int last = done.get("attempt").asInt();
    assertEquals(last, attempts.size(), attempts::toString);
    assertEquals(last + " SUCCEEDED null", attempts.get(last - 1));
    for (int i = 1; i < last; i++) {
      assertEquals(i + " FAILED PLATFORM", attempts.get(i - 1));
    }
  }

  private long started(int epochs) {
    return owner.start(
        Map.of("dataset", dataset, "frozenBlocks", 6, "epochs", epochs, "batchSize", 4));
  }

  /** A run that has trained for an epoch, so that there is a checkpoint. */
  private long training(int epochs) {
    long run = started(epochs);
    owner.awaitRun(run, "in epoch 2", at -> at.at("/progress/epoch").asInt() >= 2);
    return run;
  }

  private JsonNode awaitReason(long run, String words) {
    return owner.awaitRun(run, words, at -> at.get("reason").asText().contains(words));
  }

  private Pod pod(long run) {
    String job = rows("select job_id from runs where number = " + run).get(0);
    return cluster.pod(job).orElseThrow();
  }

  private List<String> attempts(long run) {
    return rows(
        """
        select a.number, a.state, a.retry_class from attempts a join runs r
          on r.team_id = a.team_id and r.job_id = a.job_id
        where r.number = %d order by a.number"""
            .formatted(run));
  }

  private List<String> rows(String query) {
    return installation.rows().ask(query);
  }
}
