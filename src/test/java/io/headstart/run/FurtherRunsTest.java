package io.headstart.run;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.headstart.catalog.TinyBaseModel;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.RealWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that begin with a finished one: trained for real, and what is refused. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class FurtherRunsTest {
  private static final Map<String, Object> SHORT =
      Map.of(
          "dataset",
          1,
          "baseModel",
          TinyBaseModel.ID,
          "frozenBlocks",
          TinyBaseModel.BLOCKS - 1,
          "epochs",
          1,
          "maxTokens",
          16);

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker hand;
  @Inject RealWorker real;
  @Inject TinyBaseModel tiny;

  private TestTeam team;

  @BeforeEach
  void aTeamWithData() {
    team = TestTeam.make(system);
    data.of(team);
  }

  private static Map<String, Object> with(Map<String, Object> settings, Object... more) {
    Map<String, Object> all = new HashMap<>(settings);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  private ValidatableResponse start(Map<String, Object> settings) {
    return team.api(As.MEMBER).body(settings).post("/runs").then();
  }

  private ValidatableResponse run(long number) {
    return team.api(As.VIEWER).get("/runs/" + number).then().statusCode(200);
  }

  private String page(long number) {
    return team.page(As.MEMBER).get("/runs/" + number).then().statusCode(200).extract().asString();
  }

  private void succeeded() {
    start(Map.of("dataset", 1)).statusCode(201);
    JobRef job = hand.newest(team, Protocol.TRAIN);
    hand.begin(job);
    hand.trained(job, 100, 12, 2, 6);
  }

  /** Data set 2: the rows of the first one, those of its test split among what is learned. */
  private void theSameRowsSplitTheOtherWayRound() {
    hand.checkedTurned(data.uploaded(team));
    team.api(As.MEMBER).post("/datasets/2/checks/1/accept").then().statusCode(201);
  }

  @Test
  void aRealRunGoesOnFromAnotherAndKnowsWhatThatOneHasSeen() {
    tiny.isThere();
    start(SHORT).statusCode(201);
    real.does(hand.newest(team, Protocol.TRAIN));
    run(1).body("source", nullValue()).body("result.testSeen", equalTo(0));
    assertTrue(page(1).contains("/runs/new?source=1"), "the page offers to train further");

    start(with(SHORT, "sourceRun", 1, "patience", 1, "labelSmoothing", 0.1, "balanced", true))
        .statusCode(201)
        .body("source.run", equalTo(1))
        .body("source.keepsHead", equalTo(true))
        .body("settings.learning.patience", equalTo(1));
    real.does(hand.newest(team, Protocol.TRAIN));
    // The same version: the first run did not learn from its test split.
    run(2).body("result.testSeen", equalTo(0)).body("verdict.answer", not(equalTo("WITHHELD")));
    String second = page(2);
    assertTrue(second.contains("beginning with the weights of run 1, its head included"), second);
    assertTrue(second.contains("of <a href=\"/teams/" + team.slug() + "/runs/1\">run 1</a>"));
    assertTrue(second.contains("after 1 epoch without progress"), second);

    theSameRowsSplitTheOtherWayRound();
    start(with(SHORT, "dataset", 2, "sourceRun", 2)).statusCode(201);
    real.does(hand.newest(team, Protocol.TRAIN));
    run(3)
        .body("result.testSeen", equalTo(3))
        .body("verdict.answer", equalTo("WITHHELD"))
        .body(
            "verdict.words",
            containsString("3 of 3 test examples were learned from by a run before this one"));
    String third = page(3);
    assertTrue(third.contains("No verdict."), third);
    assertTrue(!third.contains("pening blocks"), third);
    assertTrue(!third.contains("from-scratch"), "nothing is compared with what may be memory");
    team.page(As.VIEWER)
        .get("/compare?runs=1,3")
        .then()
        .statusCode(200)
        .body(containsString("A run before it learned from its test examples"));
  }

  @Test
  void theWorkerIsGivenTheArchiveAndTheRowsOfAllRunsBefore() throws Exception {
    succeeded();
    start(with(Map.of("dataset", 1), "sourceRun", 1)).statusCode(201);
    JobRef job = hand.newest(team, Protocol.TRAIN);
    hand.begin(job);
    JsonNode second = hand.spec(job);
    assertEquals(
        new TrainSpec.Source(1, true, 0),
        Protocol.json().treeToValue(second.at("/settings/source"), TrainSpec.Source.class));
    assertTrue(second.at("/inputs").has(TrainSpec.SOURCE), second.toString());
    hand.trained(job, 100, 12, 2, 6);

    theSameRowsSplitTheOtherWayRound();
    start(with(Map.of("dataset", 2), "sourceRun", 2, "keepHead", false)).statusCode(201);
    JobRef third = hand.newest(team, Protocol.TRAIN);
    hand.begin(third);
    JsonNode spec = hand.spec(third);
    // Both runs before learned from the same version: its rows are given once.
    assertEquals(
        new TrainSpec.Source(2, false, 1),
        Protocol.json().treeToValue(spec.at("/settings/source"), TrainSpec.Source.class));
    assertTrue(spec.at("/inputs").has(TrainSpec.seen(1)), spec.toString());
    hand.trained(third, 100, 12, 2, 6);

    team.api(As.MEMBER).delete("/datasets/1").then().statusCode(204);
    start(with(Map.of("dataset", 2), "sourceRun", 2)).statusCode(201);
    JobRef fourth = hand.newest(team, Protocol.TRAIN);
    hand.begin(fourth);
    // The rows that the runs before learned from are gone: it can't be told.
    assertEquals(-1, hand.spec(fourth).at("/settings/source/seen").asInt());
  }

  @Test
  void whatCanNotBeBegunWithIsNamed() {
    start(with(Map.of("dataset", 1), "sourceRun", 9))
        .statusCode(422)
        .body("problems.field", hasItem("sourceRun"))
        .body("problems.why", hasItem("There is no run 9 to begin with."));
    start(Map.of("dataset", 1)).statusCode(201);
    start(with(Map.of("dataset", 1), "sourceRun", 1))
        .statusCode(422)
        .body("problems.why", hasItem(containsString("it hasn't succeeded")));
    team.api(As.MEMBER).post("/runs/1/cancel").then().statusCode(200);
    succeeded();
    start(with(Map.of("dataset", 1), "sourceRun", 2, "baseModel", "bge-small-en"))
        .statusCode(422)
        .body("problems.field", hasItem("sourceRun"))
        .body("problems.fix", hasItem(containsString("as base model")));
    start(with(Map.of("dataset", 1), "sourceRun", 2, "fromScratch", true))
        .statusCode(422)
        .body("problems.why", hasItem("A run can't begin with run 2 and from scratch."));
    start(with(Map.of("dataset", 1), "keepHead", true))
        .statusCode(422)
        .body("problems.field", hasItem("keepHead"));
    TestTeam other = TestTeam.make(system);
    data.of(other);
    other
        .api(As.MEMBER)
        .body(with(Map.of("dataset", 1), "sourceRun", 2))
        .post("/runs")
        .then()
        .statusCode(422)
        .body("problems.why", hasItem("There is no run 2 to begin with."));
  }

  @Test
  void theFormOffersFinishedRunsAndTakesTheirSettings() {
    succeeded();
    String form =
        team.page(As.MEMBER).get("/runs/new?source=1").then().statusCode(200).extract().asString();
    assertTrue(form.contains("<option value=\"1\" selected>Run 1: mails, v1</option>"), form);
    team.page(As.MEMBER).get("/runs/new?source=7").then().statusCode(404);
    team.submit(
            As.MEMBER, "/runs/new", "/runs", Map.of("data", "1.1", "sourceRun", "1", "epochs", "2"))
        .then()
        .statusCode(303);
    run(2).body("source.run", equalTo(1)).body("settings.epochs", equalTo(2));
    // The clone of it keeps where it began.
    String clone =
        team.page(As.MEMBER).get("/runs/new?again=2").then().statusCode(200).extract().asString();
    assertTrue(clone.contains("<option value=\"1\" selected>Run 1: mails, v1</option>"), clone);
  }
}
