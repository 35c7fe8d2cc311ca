package io.headstart.run;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.job.NewJob;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the form says of a run before it is started: from what was measured and what waits. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class PlanRunTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject QueueFixture queue;

  private TestTeam team;

  @BeforeEach
  void aTeamWithData() {
    team = TestTeam.make(system);
    data.of(team);
  }

  private String plan(String query) {
    return team.page(As.MEMBER)
        .get("/runs/new/plan?data=1.1" + query)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private JobRef started() {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }

  private static void assertHas(String page, String words) {
    assertTrue(page.contains(words), words + " in " + page);
  }

  @Test
  void itIsToldFromTheTeamsOwnRuns() {
    assertHas(plan(""), "No run of this team with MiniLM-L6 has ended yet");
    JobRef job = started();
    worker.begin(job);
    worker.trained(job, 100, 12, 2, 6);
    String told = plan("");
    assertHas(told, "From run 1 alone of this base model, which froze as much.");
    assertHas(told, "Held by run 1.");
    assertHas(told, "1.1 GB");
    assertHas(plan("&patience=2"), "at most ");
    assertHas(plan("&frozenBlocks=3"), "which froze otherwise");
    TestTeam other = TestTeam.make(system);
    data.of(other);
    assertHas(
        other.page(As.MEMBER).get("/runs/new/plan?data=1.1").then().extract().asString(),
        "No run of this team");
  }

  @Test
  void itSaysWhatTheQueueWouldDo() {
    queue.capacity(NewJob.TRAINING, 1_000);
    assertHas(plan(""), "Begins at once");
    Matcher slots =
        Pattern.compile("<span class=\"num\">(\\d+) of (\\d+) slots</span> of").matcher(plan(""));
    assertTrue(slots.find());
    assertEquals("1", slots.group(1));
    int limit = Integer.parseInt(slots.group(2));
    assertHas(plan("&seeds=" + (limit + 1)), limit + " of " + (limit + 1) + " at once");
    for (int i = 0; i < limit; i++) {
      worker.begin(started());
    }
    String full = plan("");
    assertHas(full, limit + " of " + limit);
    assertHas(full, "in line");
    assertHas(full, "slots of team");
    queue.capacity(NewJob.TRAINING, 0);
    try {
      assertHas(plan(""), "paused");
    } finally {
      queue.capacity(NewJob.TRAINING, 1_000);
    }
  }

  @Test
  void theSameRequestForAShellIsTakenByTheApi() {
    String page = plan("&epochs=2&headLearningRate=2.5e-4&balanced=true&priority=high&seeds=2");
    Matcher body = Pattern.compile("-d &#39;(.*?)&#39;").matcher(page);
    assertTrue(body.find(), page);
    String json = body.group(1).replace("&quot;", "\"");
    team.api(As.MEMBER)
        .body(json)
        .post("/runs")
        .then()
        .statusCode(201)
        .body("settings.epochs", equalTo(2))
        .body("settings.headLearningRate", equalTo(2.5e-4f))
        .body("settings.learning.balanced", equalTo(true))
        .body("experiment.size()", equalTo(2));
    assertHas(page, "/api/v1/teams/" + team.slug() + "/runs");
  }

  @Test
  void valuesThatCanNotBeUsedAreNoPlan() {
    assertHas(plan("&epochs=many"), "once all values can be used");
    team.page(As.VIEWER).get("/runs/new/plan?data=1.1").then().statusCode(403);
  }

  @Test
  void aCloneMarksWhatDiffers() {
    team.api(As.MEMBER)
        .body(Map.of("dataset", 1, "epochs", 5, "patience", 2))
        .post("/runs")
        .then()
        .statusCode(201);
    String same = team.page(As.MEMBER).get("/runs/new?again=1").then().extract().asString();
    assertHas(same, "data-of=\"epochs\" data-was=\"5\" hidden>");
    String changed =
        team.submit(
                As.MEMBER,
                "/runs/new?again=1",
                "/runs",
                Map.of("data", "1.1", "again", "1", "epochs", "500", "patience", "2"))
            .then()
            .statusCode(422)
            .extract()
            .asString();
    assertHas(changed, "data-of=\"epochs\" data-was=\"5\">was 5");
    assertHas(changed, "data-of=\"patience\" data-was=\"2\" hidden>");
  }
}
