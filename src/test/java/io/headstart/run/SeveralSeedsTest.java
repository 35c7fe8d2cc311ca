package io.headstart.run;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same settings with several seeds: one request, all runs or none, mean and spread. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class SeveralSeedsTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject io.headstart.platform.tenancy.TeamWork work;
  @Inject EntityManager database;

  private TestTeam team;

  @BeforeEach
  void aTeamWithData() {
    team = TestTeam.make(system);
    data.of(team);
  }

  private ValidatableResponse start(Map<String, Object> settings) {
    return team.api(As.MEMBER).body(settings).post("/runs").then();
  }

  private String page(long number) {
    return team.page(As.VIEWER).get("/runs/" + number).then().statusCode(200).extract().asString();
  }

  @Test
  void meanAndSpreadAreThoseOfTheRunsThatHaveAResult() {
    start(Map.of("dataset", 1, "seed", 7, "seeds", 3))
        .statusCode(201)
        .body("number", equalTo(1))
        .body("experiment", contains(1, 2, 3))
        .body("settings.seed", equalTo(7));
    for (int run = 2; run <= 3; run++) {
      team.api(As.VIEWER)
          .get("/runs/" + run)
          .then()
          .body("settings.seed", equalTo(6 + run))
          .body("experiment", contains(1, 2, 3));
    }
    assertTrue(page(1).contains("No run has a result yet. 3 runs still to come."), page(1));
    int[] right = {100, 104, 111};
    for (int run = 1; run <= 3; run++) {
      JobRef job = worker.job(team, run);
      worker.begin(job);
      worker.trained(job, right[run - 1], 0, 0, 120 - right[run - 1]);
      if (run == 1) {
        String one = "One run has a result: no spread can be told. 2 runs still to come.";
        assertTrue(page(3).contains(one), page(3));
      }
    }
    double mean = (100 + 104 + 111) / 360.0;
    double squares = 0;
    for (int one : right) {
      squares += Math.pow(one / 120.0 - mean, 2);
    }
    double deviation = Math.sqrt(squares / 2);
    // 4.303: the 97.5 % quantile of Student's t with two degrees of freedom.
    double half = 4.303 * deviation / Math.sqrt(3);
    String page = page(2);
    assertTrue(
        page.contains(
            String.format(
                Locale.ROOT,
                "Mean accuracy %.3f over 3 seeds, standard deviation %.3f, 95 %% interval of the"
                    + " mean %.3f to %.3f.",
                mean,
                deviation,
                mean - half,
                Math.min(1, mean + half))),
        page);
    assertTrue(page.contains("/compare?runs=1,2,3"), page);
    String lines =
        team.page(As.VIEWER)
            .accept("*/*")
            .get("/runs/runs.jsonl")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertEquals(3, lines.lines().filter(line -> line.contains("\"experiment\":1")).count());
  }

  @Test
  void theSameKeyStartsThemOnce() {
    for (int i = 0; i < 2; i++) {
      team.api(As.MEMBER)
          .header("Idempotency-Key", "seeds")
          .body(Map.of("dataset", 1, "seeds", 3))
          .post("/runs")
          .then()
          .statusCode(i == 0 ? 201 : 200)
          .body("number", equalTo(1));
    }
    team.api(As.VIEWER).get("/runs").then().body("runs", hasSize(3));
  }

  @Test
  void aQueueTooShortForAllStartsNone() {
    int free = 0;
    while (start(Map.of("dataset", 1)).extract().statusCode() == 201) {
      free++;
    }
    team.api(As.MEMBER).post("/runs/" + free + "/cancel").then().statusCode(200);
    start(Map.of("dataset", 1, "seeds", 2))
        .statusCode(409)
        .body("title", containsString("places in this team's queue are taken"));
    List<Integer> numbers =
        team.api(As.VIEWER).get("/runs?limit=100").then().extract().path("runs.number");
    assertEquals(free, numbers.size());
    start(Map.of("dataset", 1)).statusCode(201).body("number", equalTo(free + 1));
  }

  @Test
  void oneSeedIsNoExperimentAndTooManyAreRefused() {
    start(Map.of("dataset", 1, "seeds", 1)).statusCode(201).body("experiment", empty());
    start(Map.of("dataset", 1, "seeds", 11))
        .statusCode(422)
        .body("problems.field", hasItem("seeds"));
    start(Map.of("dataset", 1, "seed", Long.MAX_VALUE, "seeds", 2))
        .statusCode(422)
        .body("problems.why", hasItem("No seeds follow this one."));
  }

  @Test
  void highPriorityGoesFirstAmongTheTeamsOwn() {
    start(Map.of("dataset", 1, "priority", "low")).statusCode(201);
    start(Map.of("dataset", 1)).statusCode(201);
    start(Map.of("dataset", 1, "priority", "high")).statusCode(201);
    List<Integer> order =
        work.call(
            team.ref(),
            () ->
                database
                    .createNativeQuery(
                        "select r.number from runs r join jobs j on j.id = r.job_id"
                            + " order by j.priority desc",
                        Long.class)
                    .getResultList()
                    .stream()
                    .map(number -> ((Number) number).intValue())
                    .toList());
    assertEquals(List.of(3, 2, 1), order);
    start(Map.of("dataset", 1, "priority", "urgent"))
        .statusCode(422)
        .body("problems.fix", hasItem("Give low, normal or high."));
  }
}
