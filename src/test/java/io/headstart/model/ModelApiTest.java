package io.headstart.model;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.MadeRuns;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry over the API, on the real database and the real store. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class ModelApiTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject MadeRuns runs;
  @Inject QueueFixture queue;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private TestTeam team;

  @BeforeEach
  void aTeam() {
    team = TestTeam.make(system);
  }

  private ValidatableResponse register(As who, Map<String, Object> body) {
    return team.api(who).body(body).post("/models").then();
  }

  private void registered(int run, String field, String name) {
    register(As.MEMBER, Map.of("run", run, field, name)).statusCode(201);
  }

  private ValidatableResponse change(As who, int version, Map<String, Object> body) {
    return team.api(who).body(body).put("/models/spam/versions/" + version).then();
  }

  @Test
  void aRunBecomesTheFirstVersionOfANewModel() {
    runs.of(team, 1);
    register(As.MEMBER, Map.of("run", 1, "newModel", "spam", "note", "for the mail gateway"))
        .statusCode(201)
        .header("Location", endsWith("/models/spam/versions/1"))
        .body("stage", equalTo("candidate"))
        .body("run", equalTo(1))
        .body("dataset", equalTo(1))
        .body("datasetVersion", equalTo(1))
        .body("baseModel", equalTo("minilm-l6"))
        .body("labels", contains("ham", "spam"))
        .body("verdict.accuracy", equalTo(112f / 120))
        .body("note", equalTo("for the mail gateway"))
        .body("history.what", contains("registered"))
        .body("notGoodFor", hasItem(containsString("one of its 2 labels")))
        .body("notGoodFor", hasItem(containsString("Fewer than 20 test examples")));
    team.api(As.VIEWER)
        .get("/models")
        .then()
        .statusCode(200)
        .body("name", contains("spam"))
        .body("[0].production", nullValue())
        .body("[0].versions", hasSize(1));
    assertTrue(queue.audit(team.ref()).endsWith("model-registered spam, version 1, from run 1"));
  }

  @Test
  void theArchiveIsTheRuns() {
    runs.of(team, 1);
    registered(1, "newModel", "spam");
    String url =
        team.api(As.VIEWER)
            .get("/models/spam/versions/1/download")
            .then()
            .statusCode(200)
            .body("fileName", equalTo("spam-v1.zip"))
            .extract()
            .path("url");
    assertEquals(
        "not really a zip",
        new String(
            RestAssured.given().urlEncodingEnabled(false).get(url).asByteArray(),
            StandardCharsets.UTF_8));
  }

  @Test
  void whatCannotBeRegisteredIsNamed() {
    runs.of(team, 1);
    runs.started(team);
    refused(Map.of("newModel", "spam"), "run");
    refused(Map.of("run", 1), "newModel");
    refused(Map.of("run", 1, "newModel", "spam filter"), "newModel");
    refused(Map.of("run", 1, "newModel", "x".repeat(61)), "newModel");
    refused(Map.of("run", 1, "newModel", "New"), "newModel");
    refused(Map.of("run", 1, "newModel", "a", "model", "b"), "newModel");
    refused(Map.of("run", 1, "model", "spam"), "model");
    refused(Map.of("run", 2, "newModel", "spam"), "run");
    refused(Map.of("run", 99, "newModel", "spam"), "run");
    refused(Map.of("run", 1, "newModel", "spam", "note", "n".repeat(2_001)), "note");
    register(As.VIEWER, Map.of("run", 1, "newModel", "spam")).statusCode(403);
    team.api(As.VIEWER).get("/models").then().body("", hasSize(0));
    registered(1, "newModel", "spam");
    refused(Map.of("run", 1, "newModel", "SPAM"), "newModel");
    register(As.MEMBER, Map.of("run", 1, "model", "spam"))
        .statusCode(409)
        .body("title", equalTo("Run 1 is version 1 of spam already"));
  }

  private void refused(Map<String, Object> body, String field) {
    register(As.MEMBER, body)
        .statusCode(422)
        .body("type", equalTo("/problems/registration-refused"))
        .body("problems.field", contains(field));
  }

  @Test
  void promotingAVersionArchivesTheOneInProduction() {
    runs.of(team, 2);
    registered(1, "newModel", "spam");
    registered(2, "model", "Spam");
    change(As.MEMBER, 1, Map.of("stage", "production")).body("stage", equalTo("production"));
    change(As.OWNER, 2, Map.of("stage", "Production"))
        .statusCode(200)
        .body("history.what", contains("candidate to production", "registered"));
    team.api(As.VIEWER)
        .get("/models/spam")
        .then()
        .body("production", equalTo(2))
        .body("versions.stage", contains("production", "archived"));
    assertTrue(
        queue
            .audit(team.ref())
            .endsWith(
                "model-stage spam, version 1: production to archived,"
                    + "model-stage spam, version 2: candidate to production"));
    change(As.MEMBER, 1, Map.of("stage", "live")).statusCode(422);
    change(As.MEMBER, 1, Map.of()).statusCode(422);
    change(As.VIEWER, 1, Map.of("stage", "archived")).statusCode(403);
  }

  @Test
  void othersVersionsAreTheOwnersToChange() {
    runs.of(team, 1);
    register(As.OWNER, Map.of("run", 1, "newModel", "spam")).statusCode(201);
    change(As.MEMBER, 1, Map.of("stage", "production"))
        .statusCode(403)
        .body("type", equalTo("/problems/not-yours"));
    change(As.MEMBER, 1, Map.of("note", "mine")).statusCode(403);
    team.api(As.MEMBER).delete("/models/spam/versions/1").then().statusCode(403);
    change(As.OWNER, 1, Map.of("note", "ours")).body("note", equalTo("ours"));
  }

  @Test
  void aDeletedNumberIsNotGivenAgainAndWhatIsInProductionStays() {
    runs.of(team, 2);
    registered(1, "newModel", "spam");
    registered(2, "model", "spam");
    change(As.MEMBER, 2, Map.of("stage", "production")).statusCode(200);
    team.api(As.MEMBER)
        .delete("/models/spam/versions/2")
        .then()
        .statusCode(409)
        .body("title", equalTo("Version 2 of spam is in production"));
    change(As.MEMBER, 2, Map.of("stage", "archived")).statusCode(200);
    team.api(As.MEMBER).delete("/models/spam/versions/2").then().statusCode(204);
    team.api(As.MEMBER).delete("/models/spam/versions/2").then().statusCode(404);
    team.api(As.MEMBER).delete("/models/spam/versions/1").then().statusCode(204);
    team.api(As.VIEWER).get("/models/spam").then().statusCode(404);
    team.api(As.VIEWER).get("/models").then().body("", hasSize(0));
    register(As.MEMBER, Map.of("run", 1, "newModel", "spam"))
        .statusCode(201)
        .body("version", equalTo(3));
  }

  @Test
  void whoRegisterAtOnceGetNumbersOfTheirOwn() throws Exception {
    int many = 6;
    runs.of(team, many);
    ExecutorService people = Executors.newFixedThreadPool(many);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      registered(1, "newModel", "spam");
      for (int run = 2; run <= many; run++) {
        Map<String, Object> body = Map.of("run", run, "model", "spam");
        answers.add(people.submit(() -> register(As.MEMBER, body).extract().path("version")));
      }
      List<Integer> numbers = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        numbers.add(answer.get());
      }
      assertEquals(List.of(2, 3, 4, 5, 6), numbers.stream().sorted().toList());
    } finally {
      people.shutdownNow();
    }
  }

  @Test
  void theDatabaseLetsOneVersionIntoProductionAndNoRunGoUnderOne() {
    runs.of(team, 2);
    registered(1, "newModel", "spam");
    registered(2, "model", "spam");
    assertThrows(
        RuntimeException.class, () -> update("update model_versions set stage = 'PRODUCTION'"));
    assertThrows(RuntimeException.class, () -> update("delete from model_versions"));
    assertThrows(RuntimeException.class, () -> update("delete from runs"));
  }

  private void update(String sql) {
    work.run(team.ref(), () -> database.createNativeQuery(sql).executeUpdate());
  }

  @Test
  void anotherTeamsModelIsNotThere() {
    runs.of(team, 1);
    registered(1, "newModel", "spam");
    TestTeam other = TestTeam.make(system);
    other.api(As.OWNER).get("/models/spam").then().statusCode(404);
    other.api(As.OWNER).get("/models/spam/versions/1").then().statusCode(404);
    other.api(As.OWNER).get("/models/spam/versions/1/download").then().statusCode(404);
    other
        .api(As.OWNER)
        .body(Map.of("run", 1, "newModel", "spam"))
        .post("/models")
        .then()
        .statusCode(422);
    other.api(As.OWNER).get("/models").then().body("", hasSize(0));
  }
}
