package io.headstart.model.forms;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.MadeRuns;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Uploads;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms of a run's model over the API and on pages; the worker's part is played. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class FormsTest {
  private static final String FORM = "/runs/1/forms/safetensors";

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject MadeRuns runs;
  @Inject HandMadeWorker worker;
  @Inject QueueFixture queue;
  @Inject Invariants invariants;

  private TestTeam team;

  @BeforeEach
  void aTeamWithARun() {
    team = TestTeam.make(system);
    queue.forgetWaiting();
    runs.of(team, 1);
  }

  @AfterEach
  void nothingIsHeld() {
    invariants.hold(team.ref());
  }

  private JobRef asked() {
    team.api(As.MEMBER)
        .post(FORM)
        .then()
        .statusCode(202)
        .body("form", equalTo("safetensors"))
        .body("state", equalTo("BEING_MADE"))
        .body("waitsFor", notNullValue());
    return worker.newest(team, Protocol.CONVERT);
  }

  @Test
  void aFormIsMadeOnceAndDownloadedByViewers() {
    team.api(As.VIEWER)
        .get("/runs/1/forms")
        .then()
        .statusCode(200)
        .body("form", equalTo(List.of("safetensors", "huggingface")))
        .body("[0].state", equalTo("NOT_MADE"))
        .body("[0].size", nullValue());
    team.api(As.VIEWER).post(FORM).then().statusCode(403);
    team.api(As.VIEWER)
        .get(FORM)
        .then()
        .statusCode(409)
        .body("problems[0].fix", containsString("POST"));
    JobRef job = asked();
    assertEquals(job, asked(), "who asks again while it is made gets the same job");
    worker.begin(job);
    worker.converted(job, "model.safetensors", "the tensors");
    team.api(As.MEMBER)
        .post(FORM)
        .then()
        .statusCode(202)
        .body("state", equalTo("READY"))
        .body("size", equalTo(11))
        .body("sha256", notNullValue())
        .body("why", nullValue());
    assertEquals(job, worker.newest(team, Protocol.CONVERT));
    String url =
        team.api(As.VIEWER)
            .get(FORM)
            .then()
            .statusCode(200)
            .body("fileName", equalTo(team.slug() + "-run-1-model.safetensors"))
            .extract()
            .path("url");
    assertEquals("the tensors", Uploads.get(url));
  }

  @Test
  void whatCannotBeMadeSaysWhyAndMayBeAskedForAgain() {
    JobRef job = asked();
    worker.begin(job);
    worker.fail(job, "It computes something else.");
    team.api(As.VIEWER)
        .get("/runs/1/forms")
        .then()
        .body("[0].state", equalTo("FAILED"))
        .body("[0].why", containsString("It computes something else"));
    assertNotEquals(job, asked());
  }

  @Test
  void anOutcomeWithoutTheFileIsRefused() {
    JobRef job = asked();
    worker.begin(job);
    assertEquals(422, worker.tryConverted(job, "another.bin", "bytes").status());
    team.api(As.VIEWER).get("/runs/1/forms").then().body("[0].size", nullValue());
  }

  @Test
  void aRunWithoutAModelHasNone() {
    runs.started(team);
    team.api(As.MEMBER).post("/runs/2/forms/safetensors").then().statusCode(409);
    team.api(As.MEMBER).post("/runs/1/forms/pickle").then().statusCode(404);
    team.api(As.MEMBER).post("/runs/9/forms/safetensors").then().statusCode(404);
  }

  @Test
  void pagesOfferMakeAndLinkIt() {
    team.page(As.VIEWER)
        .get("/runs/1")
        .then()
        .statusCode(200)
        .body(containsString("Hugging Face folder"))
        .body(containsString("Members of the team can have it made."))
        .body(not(containsString("/forms/safetensors\"")));
    team.page(As.MEMBER)
        .get("/runs/1/forms")
        .then()
        .statusCode(200)
        .body(containsString("Make it"));
    JobRef job = asked();
    team.page(As.MEMBER)
        .get("/runs/1/forms")
        .then()
        .body(containsString("Look again"))
        .body(containsString("load delay:2s"));
    worker.begin(job);
    worker.converted(job, "model.safetensors", "the tensors");
    team.page(As.VIEWER)
        .get("/runs/1/forms")
        .then()
        .body(containsString("/runs/1/forms/safetensors\""))
        .body(not(containsString("load delay")));
    team.api(As.MEMBER)
        .body(Map.of("run", 1, "newModel", "spam"))
        .post("/models")
        .then()
        .statusCode(201);
    team.page(As.VIEWER)
        .get("/models/spam/versions/1")
        .then()
        .statusCode(200)
        .body(containsString("/runs/1/forms/safetensors\""));
  }
}
