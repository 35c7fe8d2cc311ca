package io.headstart.run;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of home, data sets, catalogue and runs: empty, with data, and with errors. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class RunPagesTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  private TestTeam team;

  @BeforeEach
  void aTeam() {
    team = TestTeam.make(system);
  }

  @Test
  void everyPageOpensWhileThereIsNothing() {
    for (String path : List.of("", "/runs", "/runs?state=failed", "/datasets", "/catalogue")) {
      team.page(As.VIEWER).get(path).then().statusCode(200).contentType(ContentType.HTML);
    }
    team.page(As.MEMBER).get("/datasets/new").then().statusCode(200);
    team.page(As.MEMBER).get("/runs/new").then().statusCode(200);
    team.page(As.VIEWER).get("").then().body(containsString("Three steps to a model"));
    team.page(As.VIEWER).get("/runs/1").then().statusCode(404);
    team.page(As.VIEWER).get("/datasets/1").then().statusCode(404);
  }

  @Test
  void theCardShowsWhereTheModelComesFrom() {
    data.of(team);
    team.page(As.VIEWER)
        .get("/catalogue/minilm-l6")
        .then()
        .statusCode(200)
        .body(containsString("11,918,592"))
        .body(containsString("22,565,376"))
        .body(containsString("Apache-2.0"))
        .body(containsString("759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e"));
    team.page(As.VIEWER).get("/catalogue/other").then().statusCode(404);
  }

  @Test
  void theReportIsReadAndAccepted() {
    JobRef job = data.uploaded(team);
    team.page(As.VIEWER)
        .get("/datasets/1")
        .then()
        .statusCode(200)
        .body(containsString("/datasets/1/events"));
    worker.checked(job, true);
    team.page(As.MEMBER)
        .get("/datasets/1")
        .then()
        .statusCode(200)
        .body(containsString("The label is empty."))
        .body(containsString("&lt;b&gt;not bold&lt;/b&gt;"))
        .body(not(containsString("<b>not bold</b>")))
        .body(containsString("Accept check 1"));
    post(As.MEMBER, "/datasets/1", "/datasets/1/checks/1/accept", Map.of()).then().statusCode(303);
    team.page(As.MEMBER).get("/datasets/1").then().body(containsString("Train on version 1"));
    post(As.MEMBER, "/datasets/1", "/datasets/1/checks", Map.of("seed", "one"))
        .then()
        .statusCode(422)
        .body(containsString("The seed is no whole number."));
    team.page(As.VIEWER).get("/datasets").then().body(containsString("version 1"));
  }

  @Test
  void anUnusableReportSaysSo() {
    data.checked(team, false);
    team.page(As.MEMBER)
        .get("/datasets/1")
        .then()
        .statusCode(200)
        .body(containsString("Nothing can be trained on this."));
    team.page(As.VIEWER).get("/datasets").then().body(containsString("can&#39;t be used"));
  }

  @Test
  void startCanBePressedAtOnceAndTwice() {
    data.of(team);
    Response form = team.page(As.MEMBER).get("/runs/new");
    form.then().statusCode(200).body(containsString("Start run"));
    Map<String, String> values = fields(form.asString());
    for (int press = 0; press < 2; press++) {
      team.submit(As.MEMBER, form, "/runs", values)
          .then()
          .statusCode(303)
          .header("Location", containsString("/teams/" + team.slug() + "/runs/1"));
    }
    team.page(As.VIEWER).get("/runs/1").then().statusCode(200).body(containsString("Queued"));
    team.page(As.VIEWER).get("/runs").then().body(containsString("last block open"));
    team.page(As.VIEWER).get("").then().body(containsString("1 run under way"));
  }

  @Test
  void aFormWithFaultsComesBackWithItsValues() {
    data.of(team);
    Response form = team.page(As.MEMBER).get("/runs/new");
    Map<String, String> values = fields(form.asString());
    values.put("epochs", "1000");
    values.put("headLearningRate", "quick");
    team.submit(As.MEMBER, form, "/runs", values)
        .then()
        .statusCode(422)
        .body(containsString("2 things to correct."))
        .body(containsString("value=\"1000\""))
        .body(containsString("value=\"quick\""))
        .body(containsString("Give a whole number from 1 to 100."));
  }

  @Test
  void aRunningAndAFinishedRunAreShown() {
    data.of(team);
    Response form = team.page(As.MEMBER).get("/runs/new");
    team.submit(As.MEMBER, form, "/runs", fields(form.asString()));
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.beat(
        job,
        new Heartbeat.Progress("training", 10, 100, "steps", 1, 3, 0.5),
        List.of(
            new Heartbeat.Point("train_loss", 1, 1, 0.7),
            new Heartbeat.Point("validation_loss", 10, 1, 0.5),
            new Heartbeat.Point("validation_accuracy", 10, 1, 0.75)));
    team.page(As.MEMBER)
        .get("/runs/1")
        .then()
        .statusCode(200)
        .body(containsString("epoch 1 of 3, 10 of 100 steps"))
        .body(containsString("about 40–60 s left"))
        .body(containsString("So far, on validation"))
        .body(containsString("Stop run 1?"));
    team.page(As.VIEWER).get("/runs/1").then().body(not(containsString("Stop run 1?")));
    team.page(As.VIEWER)
        .accept("application/json")
        .get("/runs/1/points")
        .then()
        .statusCode(200)
        .body("points.id", hasItem("train_loss:1"));
    worker.trained(job, 100, 5, 2, 13);
    team.page(As.VIEWER)
        .get("/runs/1")
        .then()
        .statusCode(200)
        .body(containsString("It cannot be told yet."))
        .body(containsString("With 120 test examples"))
        .body(containsString("Bag of words"));
    team.page(As.VIEWER)
        .get("/runs/1/download")
        .then()
        .statusCode(303)
        .header("Location", containsString("X-Amz-Signature"));
    team.page(As.MEMBER).get("/runs/new?again=1").then().body(containsString("settings of run 1"));
    team.page(As.VIEWER).get("").then().body(containsString("It cannot be told yet."));
    team.page(As.VIEWER).get("/runs").then().body(containsString("+2.5"));
  }

  @Test
  void aFailedRunSaysWhy() {
    data.of(team);
    Response form = team.page(As.MEMBER).get("/runs/new");
    team.submit(As.MEMBER, form, "/runs", fields(form.asString()));
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.fail(job, "The loss is no number any more; take a lower rate");
    team.page(As.VIEWER)
        .get("/runs/1")
        .then()
        .statusCode(200)
        .body(containsString("take a lower rate"));
    team.page(As.VIEWER).get("/runs?state=failed").then().body(containsString("take a lower rate"));
    Response page = team.page(As.OWNER).get("/runs/1");
    team.submit(As.OWNER, page, "/runs/1/cancel", Map.of())
        .then()
        .statusCode(409)
        .body(containsString("It has ended already."));
  }

  private Response post(As role, String page, String path, Map<String, String> values) {
    return team.submit(role, page, path, values);
  }

  /** What a browser would send of the form of a new run when nothing is changed. */
  private static Map<String, String> fields(String html) {
    Map<String, String> values = new java.util.TreeMap<>();
    Matcher input =
        Pattern.compile("<input[^>]*name=\"([A-Za-z]+)\"[^>]*value=\"([^\"]*)\"[^>]*>")
            .matcher(html.substring(html.indexOf("id=\"new-run\"")));
    while (input.find()) {
      boolean radio = input.group().contains("type=\"radio\"");
      if (!radio || input.group().contains(" checked")) {
        values.put(input.group(1), input.group(2));
      }
    }
    Matcher chosen =
        Pattern.compile("name=\"data\".*?<option value=\"([^\"]+)\" selected", Pattern.DOTALL)
            .matcher(html);
    assertTrue(chosen.find(), "a version is chosen");
    values.put("data", chosen.group(1));
    assertEquals("6", values.get("frozenBlocks"));
    return values;
  }
}
