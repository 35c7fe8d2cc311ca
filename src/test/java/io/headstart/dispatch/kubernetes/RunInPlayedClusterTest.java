package io.headstart.dispatch.kubernetes;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.agroal.api.AgroalDataSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.NewJob;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.WorkerEnvironment;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.MadeRuns;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestLauncher;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.WorkerClient;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run from the API to its Job and back: cancelled, and with an API server that fails. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class RunInPlayedClusterTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject MadeRuns runs;
  @Inject QueueFixture queue;
  @Inject TestLauncher launchers;
  @Inject Invariants invariants;

  private final PlayedCluster cluster = new PlayedCluster();
  private TestTeam team;
  private AttemptRef attempt;

  @BeforeEach
  void aRunThatWaits() {
    team = TestTeam.make(system);
    data.of(team);
    queue.forgetWaiting();
    queue.capacity(NewJob.TRAINING, 1_000);
    attempt = new AttemptRef(runs.started(team), 1);
    launchers.use(watching());
  }

  @AfterEach
  void close() {
    launchers.useFake();
    cluster.close();
    invariants.hold(team.ref());
  }

  @Test
  void aCancelIsToldByTheHeartbeatThenItsPodHasItsGrace() {
    var worker = claimed();
    team.api(As.MEMBER).post("/runs/1/cancel").then().statusCode(200);
    assertNotNull(cluster.job(attempt), "the answer to the cancel waits for no cluster");
    queue.sweep();
    assertNotNull(cluster.job(attempt), "its worker is told first");
    assertEquals(Heartbeat.Directive.CANCEL, worker.beat().directive());
    queue.hearsOfCancel(attempt.job());
    queue.sweep();
    assertNull(cluster.job(attempt));
    assertEquals(List.of("Foreground"), cluster.propagations());
    var pod = cluster.pods().get(0);
    assertEquals(20, pod.getSpec().getTerminationGracePeriodSeconds());
    queue.sweep();
    assertEquals(JobState.CANCELLING, state(), "its pod still ends");
    assertEquals(Heartbeat.Directive.CANCEL, worker.beat().directive(), "it is told again");
    cluster.play(PlayedCluster.running());
    Await.until("its end is proven", () -> swept() == JobState.CANCELLED);
    assertEquals(AttemptState.CANCELLED, queue.attempt(attempt).state());
    assertNotNull(queue.attempt(attempt).goneAt());
    assertEquals(0, queue.openReservations(team.ref()));
    team.api(As.VIEWER).get("/runs/1").then().body("state", equalTo("CANCELLED"));
  }

  @Test
  void aWorkerThatHeardOfTheCancelEndsItBeforeItsPodIsDeleted() {
    var worker = claimed();
    team.api(As.MEMBER).post("/runs/1/cancel").then().statusCode(200);
    assertEquals(Heartbeat.Directive.CANCEL, worker.beat().directive());
    assertEquals(204, worker.fail(ExitCode.CANCELLED, "cancelled", "Cancelled").status());
    team.api(As.VIEWER).get("/runs/1").then().body("state", equalTo("CANCELLED"));
    cluster.becomes(attempt, PlayedCluster.exited(ExitCode.CANCELLED.code()));
    queue.sweep();
    assertNotNull(cluster.job(attempt), "it goes by its time to live, with its pod's log");
    assertEquals(0, queue.openReservations(team.ref()));
  }

  @Test
  void aRunWaitsWhileTheApiServerFailsAndSaysSo() {
    cluster.refuse("POST", "jobs", 500, "etcd is away");
    queue.dispatch();
    assertEquals(JobState.STARTING, state());
    var said = queue.job(attempt.job()).reasonDetail();
    assertEquals(
        "Its worker waits: The API server %s answers with status 500: etcd is away"
            .formatted(cluster.client().getConfiguration().getMasterUrl()),
        said);
    team.page(As.VIEWER).get("/runs/1").then().body(containsString("status 500: etcd is away"));
    queue.expire(attempt, "lease_until");
    queue.sweep();
    assertEquals(JobState.QUEUED, state());
    assertEquals(
        said.substring("Its worker waits: ".length()), queue.job(attempt.job()).reasonDetail());
    team.page(As.VIEWER).get("/runs/1").then().body(containsString("status 500: etcd is away"));
    assertEquals(4, queue.job(attempt.job()).maxAttempts(), "it is not counted");
    cluster.heal();
    launchers.use(watching()); // the other one leaves the server in peace for 5 s
    var first = attempt;
    queue.sweep(); // has its Job deleted, should there be one
    assertNull(queue.attempt(first).goneAt(), "the answer may still be on its way");
    queue.expire(first, "stop_sent_at");
    queue.sweep();
    assertNotNull(queue.attempt(first).goneAt(), "there is none, and its slot is free");
    attempt = new AttemptRef(first.job(), 2);
    claimed();
    assertEquals(JobState.RUNNING, state());
    assertEquals(1, cluster.jobs().size());
    cancelled(attempt.job());
  }

  /** Its pod runs, and its process has claimed the attempt with what stands in Job and Secret. */
  private WorkerClient claimed() {
    queue.dispatch();
    cluster.play(PlayedCluster.running());
    Map<String, String> environment =
        cluster
            .job(attempt)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()
            .stream()
            .filter(variable -> variable.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    var secret =
        cluster
            .client()
            .secrets()
            .inNamespace(PlayedCluster.NAMESPACE)
            .withName(WorkerJob.name(attempt))
            .get();
    environment.put(
        WorkerEnvironment.ATTEMPT_TOKEN,
        new String(
            Base64.getDecoder().decode(secret.getData().get(WorkerJob.TOKEN)),
            StandardCharsets.UTF_8));
    var worker = WorkerClient.of(environment);
    assertEquals(200, worker.start().status());
    return worker;
  }

  private KubernetesLauncher watching() {
    var launcher = cluster.launcher(Settings.of());
    launcher.reconcile(found -> Set.of());
    return launcher;
  }

  private void cancelled(JobRef job) {
    queue.cancel(job);
    queue.sweep();
    cluster.play(PlayedCluster.running());
    Await.until("it is cancelled", () -> swept() == JobState.CANCELLED);
  }

  private JobState swept() {
    queue.sweep();
    return state();
  }

  private JobState state() {
    return queue.job(attempt.job()).state();
  }
}
