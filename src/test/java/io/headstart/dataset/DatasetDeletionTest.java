package io.headstart.dataset;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may delete a data set, when, and what is left of it. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class DatasetDeletionTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject PurgeDatasets purge;
  @Inject ObjectStore store;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private TestTeam team;

  @BeforeEach
  void aTeam() {
    team = TestTeam.make(system);
  }

  @Test
  void itsMakerAndOwnersDeleteItAndNobodyElse() {
    data.of(team);
    work.run(
        team.ref(),
        () ->
            database
                .createNativeQuery("update datasets set created_by = ?1")
                .setParameter(1, team.user(As.OWNER))
                .executeUpdate());
    team.api(As.VIEWER).delete("/datasets/1").then().statusCode(403);
    team.api(As.MEMBER)
        .delete("/datasets/1")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/not-yours"));
    TestTeam.make(system).api(As.OWNER).delete("/datasets/1").then().statusCode(404);
    team.page(As.MEMBER).get("/datasets/1").then().body(not(containsString("/datasets/1/delete")));
    team.api(As.OWNER).delete("/datasets/1").then().statusCode(204);
    team.api(As.OWNER).delete("/datasets/1").then().statusCode(404);
    for (String gone :
        List.of("/datasets/1", "/datasets/1/checks/1", "/datasets/1/versions/1/rows")) {
      team.api(As.OWNER).get(gone).then().statusCode(404);
    }
    team.api(As.OWNER).get("/datasets").then().body("", hasSize(0));
  }

  @Test
  void whatACheckOrARunReadsIsKept() {
    data.uploaded(team);
    team.api(As.MEMBER)
        .delete("/datasets/1")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/dataset-in-use"))
        .body("problems[0].why", equalTo("Check 1 still reads it."));
    worker.checked(worker.newest(team, Protocol.CHECK), true);
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    run().then().statusCode(201);
    team.api(As.OWNER)
        .delete("/datasets/1")
        .then()
        .statusCode(409)
        .body("problems[0].why", equalTo("Run 1 learns from it."));
    team.api(As.MEMBER).get("/datasets/1").then().statusCode(200);
  }

  @Test
  void aRunGoesOnNamingWhatItLearnedFromAndNothingElseIsLeft() {
    data.of(team);
    String sha256 =
        team.api(As.MEMBER).get("/datasets/1/versions/1").then().extract().path("sha256");
    run().then().statusCode(201);
    worker.begin(worker.newest(team, Protocol.TRAIN));
    worker.trained(worker.newest(team, Protocol.TRAIN), 4, 2, 1, 1);
    List<ObjectKey> keys = keys();
    assertEquals(2, keys.size());
    assertTrue(keys.stream().allMatch(key -> store.stat(key).isPresent()));

    team.api(As.MEMBER).delete("/datasets/1").then().statusCode(204);
    assertTrue(purge.purge() >= 1);
    assertTrue(keys.stream().allMatch(key -> store.stat(key).isEmpty()), "file and rows");
    assertEquals(0L, one("select count(*) from datasets where purged_at is null"));
    assertEquals(0L, one("select stored_bytes from dataset_totals"));
    assertEquals(
        0L, one("select sum(jsonb_array_length(report -> 'firstRows')) from dataset_checks"));
    team.api(As.VIEWER)
        .get("/runs/1")
        .then()
        .statusCode(200)
        .body("dataset", equalTo(1))
        .body(containsString(sha256));
    team.page(As.VIEWER)
        .get("/runs/1")
        .then()
        .statusCode(200)
        .body(containsString("(deleted)"))
        .body(not(containsString("/datasets/1\"")));
    run().then().statusCode(422).body("problems[0].field", equalTo("dataset"));
    team.page(As.MEMBER).get("/runs/new?again=1").then().statusCode(200);
  }

  @Test
  void thePageAsksFirstAndDeletesWithAPlainForm() {
    data.of(team);
    Response page = team.page(As.MEMBER).get("/datasets/1");
    page.then().statusCode(200).body(containsString("can't be brought back"));
    Matcher token =
        Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"").matcher(page.asString());
    assertTrue(token.find());
    team.page(As.MEMBER)
        .cookie("csrf-token", page.getCookie("csrf-token"))
        .contentType(ContentType.URLENC)
        .formParam("csrf-token", token.group(1))
        .post("/datasets/1/delete")
        .then()
        .statusCode(303)
        .header("Location", containsString("/teams/" + team.slug() + "/datasets"));
    team.page(As.MEMBER).get("/datasets/1").then().statusCode(404);
  }

  private Response run() {
    return team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs");
  }

  private List<ObjectKey> keys() {
    return work.call(
        team.ref(),
        () ->
            database
                .unwrap(Session.class)
                .createNativeQuery(
                    "select object_key from datasets union select rows_key from dataset_checks",
                    String.class)
                .list()
                .stream()
                .map(ObjectKey::new)
                .toList());
  }

  private long one(String sql) {
    return work.call(
        team.ref(), () -> ((Number) database.createNativeQuery(sql).getSingleResult()).longValue());
  }
}
