package io.headstart.dataset;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.catalog.InstallBaseModels;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
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
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upload, check and acceptance over the API, on the real database and the real store. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class DatasetApiTest {
  private static final String FILE = "text,label\nhello,ham\nwin now,spam\n";

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject InstallBaseModels install;
  @Inject HandMadeWorker worker;
  @Inject ObjectStore store;
  @Inject SweepUploads sweep;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private TestTeam team;

  @BeforeEach
  void aTeam() {
    install.installAll();
    team = TestTeam.make(system);
  }

  @Test
  void everyWrongFieldIsToldAtOnce() {
    team.api(As.MEMBER)
        .contentType(ContentType.JSON)
        .body(Map.of("name", "x".repeat(101), "size", 0, "sha256", "beef"))
        .post("/datasets")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/dataset-refused"))
        .body("problems.field", hasItems("name", "fileName", "size", "sha256"))
        .body("problems.fix", everyItem(notNullValue()));
  }

  @Test
  void aFileLargerThanTheLimitIsRefusedBeforeItIsSent() {
    team.api(As.MEMBER)
        .contentType(ContentType.JSON)
        .body(Map.of("fileName", "huge.csv", "size", 3_000_000_000L))
        .post("/datasets")
        .then()
        .statusCode(422)
        .body("problems[0].field", equalTo("size"))
        .body("problems[0].why", containsString("3,000,000,000"));
  }

  @Test
  void completingBeforeTheFileIsThereSaysSo() {
    create(FILE.length());
    team.api(As.MEMBER)
        .post("/datasets/1/complete")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/nothing-uploaded"));
  }

  @Test
  void anotherSizeThanDeclaredIsRefusedAndNothingIsLeft() {
    String url = create(FILE.length() + 1).extract().path("upload.url");
    assertEquals(200, Uploads.put(url, FILE));
    String key = key();
    team.api(As.MEMBER)
        .post("/datasets/1/complete")
        .then()
        .statusCode(422)
        .body("title", containsString(FILE.length() + " bytes"));
    assertTrue(store.stat(new ObjectKey(key)).isEmpty());
    team.api(As.MEMBER).get("/datasets/1").then().statusCode(404);
  }

  @Test
  void theSameAddressTakesOneFileOnce() {
    String url = create(FILE.length()).extract().path("upload.url");
    assertEquals(200, Uploads.put(url, FILE));
    assertEquals(412, Uploads.put(url, FILE));
  }

  @Test
  void fromUploadToVersion() {
    String url = create(FILE.length()).extract().path("upload.url");
    Uploads.put(url, FILE);
    team.api(As.MEMBER)
        .post("/datasets/1/complete")
        .then()
        .statusCode(200)
        .body("uploaded", equalTo(true))
        .body("checks[0].number", equalTo(1))
        .body("checks[0].state", equalTo("QUEUED"));
    // Completing twice queues one check.
    team.api(As.MEMBER).post("/datasets/1/complete").then().body("checks", hasSize(1));
    team.api(As.MEMBER)
        .contentType(ContentType.JSON)
        .body(Map.of())
        .post("/datasets/1/checks")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/check-running"));
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(409);

    JobRef job = worker.newest(team, Protocol.CHECK);
    worker.checked(job, true);
    team.api(As.VIEWER)
        .get("/datasets/1/checks/1")
        .then()
        .statusCode(200)
        .body("usable", equalTo(true))
        .body("report.rowsKept", equalTo(20))
        .body("report.findings[0].row", equalTo(5))
        .body("version", nullValue());
    team.api(As.VIEWER).post("/datasets/1/checks/1/accept").then().statusCode(403);
    String sha =
        team.api(As.MEMBER)
            .post("/datasets/1/checks/1/accept")
            .then()
            .statusCode(201)
            .header("Location", containsString("/datasets/1/versions/1"))
            .body("labels", equalTo(java.util.List.of("ham", "spam")))
            .extract()
            .path("sha256");
    // Accepting twice makes one version.
    team.api(As.MEMBER)
        .post("/datasets/1/checks/1/accept")
        .then()
        .body("number", equalTo(1))
        .body("sha256", equalTo(sha));
    String rows =
        team.api(As.VIEWER).get("/datasets/1/versions/1/rows").then().extract().path("url");
    String content = Uploads.get(rows);
    assertEquals(20, content.lines().count());
    assertEquals(3, content.lines().filter(line -> line.contains("\"split\":\"test\"")).count());
    team.api(As.VIEWER)
        .get("/datasets")
        .then()
        .body("", hasSize(1))
        .body("[0].versions[0].number", equalTo(1));
  }

  @Test
  void aCheckThatFoundNothingUsableCannotBeAccepted() {
    String url = create(FILE.length()).extract().path("upload.url");
    Uploads.put(url, FILE);
    team.api(As.MEMBER).post("/datasets/1/complete").then().statusCode(200);
    JobRef job = worker.newest(team, Protocol.CHECK);
    worker.checked(job, false);
    team.api(As.MEMBER)
        .post("/datasets/1/checks/1/accept")
        .then()
        .statusCode(422)
        .body("type", equalTo("/problems/not-usable"));
    team.api(As.MEMBER)
        .contentType(ContentType.JSON)
        .body(Map.of("textColumn", "a", "labelColumn", "a"))
        .post("/datasets/1/checks")
        .then()
        .statusCode(422)
        .body("problems[0].field", equalTo("labelColumn"));
    team.api(As.MEMBER)
        .contentType(ContentType.JSON)
        .body(Map.of("textColumn", "subject", "labelColumn", "label", "seed", 7))
        .post("/datasets/1/checks")
        .then()
        .statusCode(201)
        .header("Location", containsString("/datasets/1/checks/2"))
        .body("number", equalTo(2));
  }

  @Test
  void anotherTeamsDataSetIsNowhere() {
    create(FILE.length());
    TestTeam other = TestTeam.make(system);
    other.api(As.OWNER).get("/datasets/1").then().statusCode(404);
    other.api(As.OWNER).post("/datasets/1/complete").then().statusCode(404);
    other.api(As.OWNER).get("/datasets").then().body("", hasSize(0));
    team.api(As.OWNER)
        .basePath("/api/v1/teams/" + other.slug())
        .get("/datasets")
        .then()
        .statusCode(404);
  }

  @Test
  void anUploadThatNeverCompletesIsSweptAfterADay() throws Exception {
    String url = create(FILE.length()).extract().path("upload.url");
    Uploads.put(url, FILE);
    String key = key();
    sweep.sweep();
    team.api(As.MEMBER).get("/datasets/1").then().statusCode(200);
    work.run(
        team.ref(),
        () ->
            database
                .createNativeQuery("update datasets set created_at = created_at - interval '25h'")
                .executeUpdate());
    assertTrue(sweep.sweep() >= 1);
    team.api(As.MEMBER).get("/datasets/1").then().statusCode(404);
    assertTrue(store.stat(new ObjectKey(key)).isEmpty());
  }

  private ValidatableResponse create(long size) {
    return team.api(As.MEMBER)
        .contentType(ContentType.JSON)
        .body(Map.of("fileName", "mails.csv", "size", size))
        .post("/datasets")
        .then()
        .statusCode(201)
        .header("Location", containsString("/api/v1/teams/" + team.slug() + "/datasets/1"))
        .body("number", equalTo(1));
  }

  private String key() {
    return work.call(
        team.ref(),
        () ->
            (String)
                database.createNativeQuery("select object_key from datasets").getSingleResult());
  }
}
