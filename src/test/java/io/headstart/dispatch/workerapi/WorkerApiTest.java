package io.headstart.dispatch.workerapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.dispatch.AttemptTokens;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.ManifestEntry;
import io.headstart.testsupport.CountingKind;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.WorkerClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class WorkerApiTest {
  private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);

  @Inject QueueFixture queue;
  @Inject AttemptTokens tokens;
  @Inject CountingKind kind;
  @Inject Invariants invariants;

  private TeamRef team;

  @BeforeEach
  void makeTeam() {
    team = queue.team();
  }

  @AfterEach
  void invariantsHold() {
    invariants.hold(team);
  }

  @Test
  void aSupersededAttemptIsRefusedEverywhere() {
    var old = queue.running(team);
    old.worker().upload("model.zip", WEIGHTS);
    queue.expire(old.attempt(), "lease_until");
    queue.sweep();
    assertAllRefused(409, old.worker());
    queue.sweep();
    queue.sweep();
    queue.dispatch();
    var next = queue.claim(new AttemptRef(old.job(), 2));
    assertAllRefused(409, old.worker());
    assertEquals(JobState.RUNNING, queue.job(old.job()).state());
    assertEquals(200, next.worker().beat().status());
    assertEquals("", kind.end(old.job()));
  }

  @Test
  void anotherProcessOfTheSameAttemptIsRefused() {
    var running = queue.running(team);
    var twin = queue.worker(running.attempt());
    assertEquals(409, twin.start().status());
    assertEquals(409, twin.beat().status());
    assertEquals(409, twin.checkpoint(1, WorkerClient.entry("a", WEIGHTS)).status());
    assertEquals(409, twin.commit("mine").status());
    assertEquals(409, twin.fail(ExitCode.CRASH, "x", "x").status());
    assertEquals(200, running.worker().start().status(), "the first one may ask again");
  }

  @Test
  void onlyTheTokenOfThisAttemptOpens() {
    var running = queue.running(team);
    var worker = running.worker();
    assertAllRefused(401, worker.withToken("nonsense"));
    assertAllRefused(401, worker.withToken(worker.token().replace("hsa_", "hst_")));
    assertAllRefused(403, worker.withToken(queue.running(team).worker().token()));
    var foreign =
        new AttemptRef(new JobRef(queue.team(), running.job().id()), running.attempt().number());
    assertAllRefused(409, worker.withToken(tokens.of(foreign, 1)));
    assertAllRefused(409, worker.withToken(tokens.of(running.attempt(), 99)));
    assertEquals(JobState.RUNNING, queue.job(running.job()).state());
  }

  @Test
  void anAttemptsTokenOpensNothingElse() throws Exception {
    var worker = queue.running(team).worker();
    var base = URI.create(worker.url());
    for (var path : List.of("/api/v1/teams/x/runs", "/api/v1/me")) {
      var answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(base.resolve(path))
                      .header("Authorization", "Bearer " + worker.token())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertTrue(
          answer.statusCode() == 401 || answer.statusCode() == 404,
          path + " " + answer.statusCode());
    }
  }

  private static void assertAllRefused(int status, WorkerClient worker) {
    Map<String, Supplier<WorkerClient.Answer>> calls = new LinkedHashMap<>();
    calls.put("start", worker::start);
    calls.put("spec", worker::spec);
    calls.put("heartbeat", worker::beat);
    calls.put("uploads", () -> worker.sign(WorkerClient.entry("other", WEIGHTS)));
    calls.put("checkpoints", () -> worker.checkpoint(1, WorkerClient.entry("model.zip", WEIGHTS)));
    calls.put("commit", () -> worker.commit("mine"));
    calls.put("fail", () -> worker.fail(ExitCode.CRASH, "x", "x"));
    calls.forEach(
        (name, call) -> {
          var answer = call.get();
          assertEquals(status, answer.status(), name + ": " + answer.body());
        });
  }

  @Test
  void theSameOutcomeIsCommittedOnceAndAnsweredAlike() {
    var running = queue.running(team);
    running.worker().upload("model.zip", WEIGHTS);
    assertEquals(204, running.worker().commit("three").status());
    assertEquals(204, running.worker().commit("three").status());
    assertEquals(409, running.worker().commit("four").status());
    assertEquals(409, running.worker().beat().status());
    assertEquals("took in \"three\"", kind.end(running.job()), "once");
    assertEquals(1, queue.job(running.job()).resultAttempt());
  }

  @Test
  void commitsThatRaceTakeInOnce() throws Exception {
    var running = queue.running(team);
    running.worker().upload("model.zip", WEIGHTS);
    var statuses = together(() -> running.worker().commit("three").status(), 6);
    assertEquals(List.of(204, 204, 204, 204, 204, 204), statuses);
    assertEquals("took in \"three\"", kind.end(running.job()));
  }

  @Test
  void cancelAndCommitThatRaceHaveOneWinner() throws Exception {
    for (int round = 0; round < 8; round++) {
      var running = queue.running(team);
      var pool = Executors.newFixedThreadPool(2);
      var commit = pool.submit(() -> running.worker().commit("three").status());
      var cancel =
          pool.submit(
              () -> {
                queue.cancel(running.job());
                return true;
              });
      int committed = commit.get();
      boolean cancelled;
      try {
        cancelled = cancel.get();
      } catch (ExecutionException tooLate) {
        cancelled = false;
      }
      pool.shutdown();
      assertEquals(committed == 204, !cancelled, "status " + committed);
      assertEquals(
          cancelled ? JobState.CANCELLING : JobState.SUCCEEDED, queue.job(running.job()).state());
      invariants.hold(team);
    }
  }

  @Test
  void nothingIsTakenInWhileAJobIsCancelled() {
    var running = queue.running(team);
    running.worker().upload("model.zip", WEIGHTS);
    queue.cancel(running.job());
    assertEquals(409, running.worker().commit("three").status());
    assertEquals(409, running.worker().sign(WorkerClient.entry("b", WEIGHTS)).status());
    assertEquals(
        409, running.worker().checkpoint(1, WorkerClient.entry("model.zip", WEIGHTS)).status());
    assertEquals(JobState.CANCELLING, queue.job(running.job()).state());
  }

  @Test
  void aFileThatIsNotInTheStoreAsDeclaredIsNamed() {
    var running = queue.running(team);
    var missing = WorkerClient.entry("missing.bin", WEIGHTS);
    running.worker().sign(missing);
    var never = WorkerClient.entry("never.bin", WEIGHTS);
    running.worker().upload("model.zip", WEIGHTS);
    var other = new ManifestEntry("model.zip", WEIGHTS.length, "0".repeat(64));
    var answer = running.worker().commit(List.of(missing, never, other), "three");
    assertEquals(422, answer.status());
    assertEquals(JobState.RUNNING, queue.job(running.job()).state());
    assertEquals("", kind.end(running.job()));
  }

  @Test
  void theStoreTakesOnlyWhatWasDeclaredAndOnlyOnce() {
    var running = queue.running(team);
    assertEquals(200, running.worker().upload("model.zip", WEIGHTS).status());
    assertEquals(412, running.worker().upload("model.zip", WEIGHTS).status());
    assertEquals(
        422, running.worker().upload("model.zip", new byte[] {1}).status(), "other content");
  }

  @Test
  void aResultThatCanNotBeRightFailsTheJob() {
    var running = queue.running(team);
    assertEquals(422, running.worker().commit("refuse").status());
    assertEquals(JobState.FAILED, queue.job(running.job()).state());
    assertEquals("The counting went wrong", queue.job(running.job()).reasonDetail());
    assertEquals(AttemptState.FAILED, queue.attempt(running.attempt()).state());
  }

  @Test
  void aLaterAttemptResumesFromTheLastVerifiedCheckpoint() {
    var first = queue.running(team);
    assertNull(first.worker().spec().spec().resume());
    for (int epoch = 1; epoch <= 2; epoch++) {
      var content = ("epoch " + epoch).getBytes(StandardCharsets.UTF_8);
      var name = "checkpoints/" + epoch + "/weights.bin";
      first.worker().upload(name, content);
      var entry = WorkerClient.entry(name, content);
      assertEquals(200, first.worker().checkpoint(epoch, entry).status());
      assertEquals(200, first.worker().checkpoint(epoch, entry).status(), "a repeat");
    }
    var unwritten = WorkerClient.entry("checkpoints/3/weights.bin", WEIGHTS);
    first.worker().sign(unwritten);
    assertEquals(422, first.worker().checkpoint(3, unwritten).status());

    queue.expire(first.attempt(), "lease_until");
    queue.sweep();
    queue.sweep();
    queue.sweep();
    queue.dispatch();
    var resume = queue.claim(new AttemptRef(first.job(), 2)).worker().spec().spec().resume();
    assertEquals(2, resume.epoch());
    var file = resume.files().get("checkpoints/2/weights.bin");
    assertEquals("epoch 2", get(file.url()));
  }

  @Test
  void aCheckpointIsAnsweredWithTheWishToStop() {
    var running = queue.running(team);
    running.worker().upload("weights.bin", WEIGHTS);
    var entry = WorkerClient.entry("weights.bin", WEIGHTS);
    assertEquals(Heartbeat.Directive.CONTINUE, running.worker().checkpoint(1, entry).directive());
    queue.stop(running.job());
    assertEquals(Heartbeat.Directive.STOP, running.worker().checkpoint(2, entry).directive());
  }

  @Test
  void aStepThatIsDoneAgainStandsOnceWithTheLaterValue() {
    var first = queue.running(team);
    first.worker().beat(List.of(point(1, 0.9), point(2, 0.8), point(3, 0.7)), List.of());
    queue.expire(first.attempt(), "lease_until");
    queue.sweep();
    queue.sweep();
    queue.sweep();
    queue.dispatch();
    var second = queue.claim(new AttemptRef(first.job(), 2));
    second.worker().beat(List.of(point(3, 0.65), point(4, 0.6)), List.of());
    assertEquals(
        List.of(0.9, 0.8, 0.65, 0.6),
        queue.points(first.job(), "train_loss").stream().map(Heartbeat.Point::value).toList());
  }

  @Test
  void bodiesThatAreWrongOrTooLargeAreRefused() {
    var worker = queue.running(team).worker();
    assertEquals(422, worker.post("/heartbeat", "{".getBytes(StandardCharsets.UTF_8)).status());
    assertEquals(422, worker.post("/heartbeat", Map.of("instance", "x")).status());
    assertEquals(413, worker.post("/start", new byte[9_000]).status());
    assertEquals(413, worker.post("/fail", new byte[70_000]).status());
    var points = Stream.iterate(1, i -> i + 1).limit(2_001).map(i -> point(i, 1)).toList();
    assertEquals(413, worker.beat(points, List.of()).status());
    for (var name : List.of("../x", "/x", "A", "a//b", ".hidden", "x".repeat(201), "")) {
      assertEquals(422, worker.sign(new ManifestEntry(name, 1, "0".repeat(64))).status(), name);
    }
    assertEquals(422, worker.sign(new ManifestEntry("a", -1, "0".repeat(64))).status());
    assertEquals(422, worker.sign(new ManifestEntry("a", 1, "xyz")).status());
  }

  @Test
  void aRestoredBackupShutsOutTheWorkersOfBefore() {
    var running = queue.running(team);
    var before = queue.attempt(running.attempt()).epoch();
    queue.restored(running.attempt(), before + 1);
    assertAllRefused(409, running.worker());
    var after = running.worker().withToken(tokens.of(running.attempt(), before + 1));
    assertEquals(200, after.beat().status());
  }

  @Test
  void aHeartbeatRenewsTheLease() {
    var running = queue.running(team);
    queue.expire(running.attempt(), "lease_until");
    assertEquals(200, running.worker().beat().status());
    queue.sweep();
    assertEquals(JobState.RUNNING, queue.job(running.job()).state());
  }

  private static Heartbeat.Point point(long step, double value) {
    return new Heartbeat.Point("train_loss", step, 1, value);
  }

  private static <T> List<T> together(Supplier<T> call, int times) throws Exception {
    var pool = Executors.newFixedThreadPool(times);
    try {
      var answers = new ArrayList<T>();
      var calls = Stream.generate(() -> (Callable<T>) call::get);
      for (var answer : pool.invokeAll(calls.limit(times).toList())) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  private static String get(URI url) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
