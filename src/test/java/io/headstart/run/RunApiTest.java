package io.headstart.run;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Uploads;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs over the API, on the real database and the real store. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class RunApiTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  private TestTeam team;

  @BeforeEach
  void aTeamWithData() {
    team = TestTeam.make(system);
    data.of(team);
  }

  @Test
  void theDataSetAloneIsEnough() {
    start(Map.of("dataset", 1))
        .statusCode(201)
        .header("Location", containsString("/api/v1/teams/" + team.slug() + "/runs/1"))
        .body("number", equalTo(1))
        .body("state", equalTo("QUEUED"))
        .body("baseModel", equalTo("minilm-l6"))
        .body("settings.frozenBlocks", equalTo(6))
        .body("settings.epochs", equalTo(3))
        .body("settings.batchSize", equalTo(16))
        .body("settings.maxTokens", equalTo(128));
  }

  /** Each field with a value that it can't have. One team for all: nothing is ever started. */
  private static final List<Map.Entry<String, String>> BAD =
      List.of(
          Map.entry("dataset", "99"),
          Map.entry("dataset", "one"),
          Map.entry("version", "7"),
          Map.entry("baseModel", "resnet-50"),
          Map.entry("frozenBlocks", "8"),
          Map.entry("frozenBlocks", "-1"),
          Map.entry("frozenBlocks", "2.5"),
          Map.entry("headLearningRate", "1.1"),
          Map.entry("headLearningRate", "fast"),
          Map.entry("bodyLearningRate", "-1e-9"),
          Map.entry("bodyLearningRate", "NaN"),
          Map.entry("epochs", "0"),
          Map.entry("epochs", "101"),
          Map.entry("batchSize", "0"),
          Map.entry("batchSize", "257"),
          Map.entry("seed", "pi"),
          Map.entry("seed", "9223372036854775808"),
          Map.entry("maxTokens", "7"),
          Map.entry("maxTokens", "513"),
          Map.entry("learningRate", "0.1"));

  @Test
  void badInputOfEachFieldIsNamed() {
    for (Map.Entry<String, String> bad : BAD) {
      Map<String, Object> body = new HashMap<>(Map.of("dataset", 1));
      body.put(bad.getKey(), bad.getValue());
      start(body)
          .statusCode(422)
          .contentType("application/problem+json")
          .body("type", equalTo("/problems/run-refused"))
          .body("problems", hasSize(1))
          .body("problems[0].field", equalTo(bad.getKey()))
          .body("problems[0].why", notNullValue())
          .body("problems[0].fix", notNullValue());
    }
    team.api(As.VIEWER).get("/runs").then().body("runs", hasSize(0));
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    start(Map.of("dataset", 5, "epochs", 0, "batchSize", List.of(1), "headLearningRate", 7))
        .statusCode(422)
        .body("title", equalTo("4 values can't be used"))
        .body("problems.field", hasItems("dataset", "epochs", "batchSize", "headLearningRate"));
  }

  @Test
  void ratesOfZeroAndOneAreAllowed() {
    start(Map.of("dataset", 1, "headLearningRate", 1, "bodyLearningRate", 0)).statusCode(201);
  }

  @Test
  void aViewerStartsNothing() {
    team.api(As.VIEWER)
        .contentType(ContentType.JSON)
        .body(Map.of("dataset", 1))
        .post("/runs")
        .then()
        .statusCode(403);
  }

  @Test
  void theSameKeyStartsOneRunEvenAtTheSameMoment() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> presses =
          IntStream.range(0, 8)
              .<Callable<Integer>>mapToObj(
                  i -> () -> keyed("k1", Map.of("dataset", 1)).extract().statusCode())
              .toList();
      Map<Integer, Long> statuses =
          threads.invokeAll(presses).stream()
              .map(RunApiTest::done)
              .collect(Collectors.groupingBy(s -> s, Collectors.counting()));
      assertEquals(Map.of(201, 1L, 200, 7L), statuses);
    } finally {
      threads.shutdownNow();
    }
    keyed("k1", Map.of("dataset", 1, "epochs", 5))
        .statusCode(422)
        .body("type", equalTo("/problems/idempotency-key"))
        .body("title", containsString("run 1"));
    keyed("k2", Map.of("dataset", 1, "epochs", 5)).statusCode(201).body("number", equalTo(2));
    team.api(As.VIEWER).get("/runs").then().body("runs.number", equalTo(List.of(2, 1)));
  }

  @Test
  void historyComesInPagesAndByState() {
    for (int i = 0; i < 5; i++) {
      start(Map.of("dataset", 1, "seed", i)).statusCode(201);
    }
    team.api(As.MEMBER).post("/runs/4/cancel").then().statusCode(200);
    String next =
        team.api(As.VIEWER)
            .get("/runs?limit=2")
            .then()
            .body("runs.number", equalTo(List.of(5, 4)))
            .extract()
            .path("next");
    // A run that is started meanwhile doesn't shift the pages.
    start(Map.of("dataset", 1)).statusCode(201);
    String last =
        team.api(As.VIEWER)
            .get("/runs?limit=2&cursor=" + next)
            .then()
            .body("runs.number", equalTo(List.of(3, 2)))
            .extract()
            .path("next");
    team.api(As.VIEWER)
        .get("/runs?limit=2&cursor=" + last)
        .then()
        .body("runs.number", equalTo(List.of(1)))
        .body("next", nullValue());
    team.api(As.VIEWER)
        .get("/runs?state=cancelled")
        .then()
        .body("runs.number", equalTo(List.of(4)));
    team.api(As.VIEWER).get("/runs?state=open").then().body("runs", hasSize(5));
    team.api(As.VIEWER).get("/runs?state=dreaming").then().statusCode(400);
    team.api(As.VIEWER).get("/runs?cursor=bm9uc2Vuc2U").then().statusCode(400);
    team.api(As.VIEWER).get("/runs?cursor=%F0%9F%98%80").then().statusCode(400);
  }

  @Test
  void stopBeforeItRunsIsRefusedAndOffersCancel() {
    start(Map.of("dataset", 1)).statusCode(201);
    team.api(As.MEMBER)
        .post("/runs/1/stop")
        .then()
        .statusCode(409)
        .body("title", containsString("cancel it instead"));
    team.api(As.OWNER).post("/runs/1/cancel").then().statusCode(200);
    team.api(As.VIEWER).get("/runs/1").then().body("state", equalTo("CANCELLED"));
  }

  @Test
  void aMemberEndsOnlyTheirOwnRuns() {
    team.api(As.OWNER)
        .contentType(ContentType.JSON)
        .body(Map.of("dataset", 1))
        .post("/runs")
        .then()
        .statusCode(201);
    team.api(As.MEMBER)
        .post("/runs/1/cancel")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/not-yours"));
  }

  @Test
  void anotherTeamsRunIsNowhere() {
    start(Map.of("dataset", 1)).statusCode(201);
    TestTeam other = TestTeam.make(system);
    for (String path : List.of("/runs/1", "/runs/1/predictions", "/runs/1/download")) {
      other.api(As.OWNER).get(path).then().statusCode(404);
    }
    other.api(As.OWNER).post("/runs/1/cancel").then().statusCode(404);
    other
        .api(As.OWNER)
        .contentType(ContentType.JSON)
        .body(Map.of("dataset", 1))
        .post("/runs")
        .then()
        .statusCode(422)
        .body("problems.field", hasItem("dataset"));
  }

  @Test
  void aFinishedRunHasItsVerdictItsPredictionsAndItsArchive() {
    start(Map.of("dataset", 1)).statusCode(201);
    team.api(As.VIEWER).get("/runs/1/download").then().statusCode(409);
    team.api(As.VIEWER).get("/runs/1/predictions").then().statusCode(409);
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.trained(job, 90, 10, 1, 19);
    team.api(As.VIEWER)
        .get("/runs/1")
        .then()
        .body("state", equalTo("SUCCEEDED"))
        .body("verdict.answer", equalTo("HELPED"))
        .body("verdict.examples", equalTo(120))
        .body("verdict.words", containsString("7.5 points above"))
        .body("result.test.correct", equalTo(100))
        .body("result.modelSha256", equalTo("a".repeat(64)));
    String lines =
        team.api(As.VIEWER).get("/runs/1/predictions?split=test").then().extract().asString();
    assertEquals(120, lines.lines().count());
    assertEquals(
        "{\"id\":1,\"split\":\"test\",\"label\":\"ham\",\"predicted\":\"ham\","
            + "\"baseline\":\"ham\",\"probabilities\":[0.25,0.75]}",
        lines.lines().findFirst().orElseThrow());
    team.api(As.VIEWER).get("/runs/1/predictions?split=train").then().statusCode(400);
    String url = team.api(As.VIEWER).get("/runs/1/download").then().extract().path("url");
    assertEquals("not really a zip", Uploads.get(url));
  }

  @Test
  void aResultThatContradictsItsPredictionsIsRefused() {
    start(Map.of("dataset", 1)).statusCode(201);
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    assertEquals(
        422, worker.contradicting(job, new int[] {6, 0, 0, 4}, new int[] {5, 0, 0, 5}).status());
    team.api(As.VIEWER)
        .get("/runs/1")
        .then()
        .body("state", equalTo("FAILED"))
        .body("reason", containsString("its predictions say 5 of 10"));
  }

  private ValidatableResponse start(Map<String, Object> body) {
    return team.api(As.MEMBER).contentType(ContentType.JSON).body(body).post("/runs").then();
  }

  private ValidatableResponse keyed(String key, Map<String, Object> body) {
    return team.api(As.MEMBER)
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/runs")
        .then();
  }

  private static int done(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
