package io.headstart.run.features;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.catalog.TinyBaseModel;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import io.headstart.run.RunConfig;
import io.headstart.run.deletion.PurgeRuns;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
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
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What real workers keep of the frozen part, who reads it, and when it goes. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class KeptFeaturesOfRunsTest {
  private static final Map<String, Object> HEAD_ONLY =
      Map.of(
          "dataset",
          1,
          "baseModel",
          TinyBaseModel.ID,
          "frozenBlocks",
          TinyBaseModel.BLOCKS,
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
  @Inject GiveUpFeatures giveUp;
  @Inject PurgeRuns purge;
  @Inject ObjectStore store;
  @Inject TeamWork work;
  @Inject EntityManager database;
  @Inject RunConfig config;

  private TestTeam team;

  @BeforeEach
  void aTeamWithData() {
    team = TestTeam.make(system);
    data.of(team);
    tiny.isThere();
  }

  private static JobRef start(TestTeam team, HandMadeWorker hand, Object... more) {
    Map<String, Object> all = new HashMap<>(HEAD_ONLY);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    team.api(As.MEMBER).body(all).post("/runs").then().statusCode(201);
    return hand.newest(team, Protocol.TRAIN);
  }

  private ValidatableResponse run(long number) {
    return team.api(As.VIEWER).get("/runs/" + number).then().statusCode(200);
  }

  /** Whether the worker of a run that is started with these settings is given features. */
  private boolean isGiven(TestTeam team, Object... more) {
    JobRef job = start(team, hand, more);
    hand.begin(job);
    boolean given = hand.spec(job).at("/inputs").has(TrainSpec.FEATURES);
    hand.fail(job, "enough was seen");
    return given;
  }

  private String plan(String query) {
    return team.page(As.MEMBER)
        .get("/runs/new/plan?data=1.1&baseModel=tiny-encoder&frozenBlocks=4" + query)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private List<String> keys() {
    return work.call(
        team.ref(),
        () ->
            database
                .unwrap(Session.class)
                .createNativeQuery("select object_key from kept_features", String.class)
                .list());
  }

  @Test
  void theNextRunThatFreezesAsMuchReadsThem() throws Exception {
    assertFalse(plan("&maxTokens=16").contains("read from run"), "nobody has left any");
    real.does(start(team, hand));
    run(1).body("result.featuresFrom", nullValue()).body("result.prefixExamples", equalTo(20));
    assertTrue(plan("&maxTokens=16&epochs=9").contains("read from run 1: nothing is computed"));
    assertFalse(plan("&maxTokens=32").contains("read from run"));

    real.does(start(team, hand, "seed", 9, "headLearningRate", 2e-2, "epochs", 2));
    run(2).body("result.featuresFrom", equalTo(1)).body("result.prefixExamples", equalTo(0));
    team.page(As.VIEWER)
        .get("/runs/2")
        .then()
        .body(containsString("taken from run 1, which had frozen as much"));
    List<String> keys = keys();
    assertEquals(1, keys.size(), "what was read isn't kept a second time");

    assertTrue(isGiven(team, "batchSize", 4));
    assertFalse(isGiven(team, "frozenBlocks", 3), "another cut");
    assertFalse(isGiven(team, "maxTokens", 17), "texts are cut elsewhere");
    TestTeam other = TestTeam.make(system);
    data.of(other);
    assertFalse(isGiven(other), "the same data of another team");

    team.api(As.MEMBER).delete("/runs/1").then().statusCode(204);
    assertFalse(isGiven(team), "they go with their run");
    purge.purge();
    assertEquals(List.of(), keys());
    assertTrue(store.stat(new ObjectKey(keys.get(0))).isEmpty());
  }

  @Test
  void whatIsTooMuchOrOfADeletedDataSetIsGivenUp() throws Exception {
    real.does(start(team, hand));
    String key = keys().get(0);
    work.run(
        team.ref(),
        () ->
            database
                .createNativeQuery("update kept_features set size = ?1")
                .setParameter(1, config.featuresKept().asLongValue() + 1)
                .executeUpdate());
    assertEquals(0, giveUp.giveUp(Duration.ofHours(1)), "somebody may be reading them");
    assertTrue(store.stat(new ObjectKey(key)).isPresent());
    assertEquals(1, giveUp.giveUp(Duration.ZERO));
    assertTrue(store.stat(new ObjectKey(key)).isEmpty());
    assertEquals(List.of(), keys());
    run(1).body("state", equalTo("SUCCEEDED"));
    team.api(As.VIEWER).get("/runs/1/download").then().statusCode(200);

    real.does(start(team, hand));
    run(2).body("result.prefixExamples", equalTo(20));
    assertEquals(0, giveUp.giveUp(Duration.ZERO), "these are few");
    team.api(As.OWNER).delete("/datasets/1").then().statusCode(204);
    assertEquals(1, giveUp.giveUp(Duration.ofHours(1)), "nobody reads what was deleted");
    assertEquals(List.of(), keys());
  }
}
