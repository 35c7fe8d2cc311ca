package io.headstart.run;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.model.NewVersion;
import io.headstart.model.RegisterVersion;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.quota.QuotaOverview;
import io.headstart.run.deletion.DeleteRun;
import io.headstart.run.deletion.PurgeRuns;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.MadeRuns;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting runs: who may, what holds them, what goes, and that it makes room. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class DeletedRunsTest {
  private static final String ARCHIVE = "not really a zip";

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject MadeRuns runs;
  @Inject HandMadeWorker worker;
  @Inject PurgeRuns purge;
  @Inject DeleteRun delete;
  @Inject SubmitRun submit;
  @Inject RegisterVersion register;
  @Inject ObjectStore store;
  @Inject QuotaOverview quotas;
  @Inject Fixtures fixtures;
  @Inject TeamWork work;
  @Inject TeamContext context;
  @Inject EntityManager database;

  private TestTeam team;

  @BeforeEach
  void twoRuns() {
    team = TestTeam.make(system);
    runs.of(team, 2);
  }

  private Object one(String sql, long run) {
    return work.call(
        team.ref(), () -> database.createNativeQuery(sql).setParameter(1, run).getSingleResult());
  }

  @Test
  void itsModelGoesItsNumberDoesNotComeAgainAndThereIsRoom() {
    String key =
        (String)
            one(
                "select archive_key from run_results s join runs r on r.id = s.run_id"
                    + " where r.number = ?1",
                2);
    assertTrue(store.stat(new ObjectKey(key)).isPresent());
    long before = quotas.stored(team.ref());

    String page = team.page(As.MEMBER).get("/runs/2").then().extract().asString();
    assertTrue(page.contains("Delete run 2?"), page);
    team.submit(As.MEMBER, "/runs/2", "/runs/2/delete", Map.of()).then().statusCode(303);

    for (String path : new String[] {"/runs/2", "/runs/2/download", "/runs/2/predictions"}) {
      team.api(As.OWNER).get(path).then().statusCode(404);
    }
    team.api(As.MEMBER).delete("/runs/2").then().statusCode(404);
    team.api(As.OWNER).get("/runs").then().body("runs.number", not(hasItem(2)));
    team.page(As.OWNER).get("/runs").then().body(not(containsString("run-2\"")));
    assertEquals(before - ARCHIVE.length(), quotas.stored(team.ref()), "it counts no more");
    team.page(As.OWNER).get("/audit").then().body(containsString("run 2"));

    purge.purge();
    assertTrue(store.stat(new ObjectKey(key)).isEmpty(), "the archive is gone");
    assertEquals(
        0L,
        ((Number)
                one(
                    "select count(*) from run_predictions p join runs r on r.id = p.run_id"
                        + " where r.number = ?1",
                    2))
            .longValue());
    assertEquals(0, purge.purge(), "nothing is left to do");
    runs.succeeded(team);
    team.api(As.OWNER).get("/runs/3").then().statusCode(200);
  }

  @Test
  void whatGoesOnOrIsNeededStays() {
    runs.started(team);
    team.api(As.MEMBER)
        .delete("/runs/3")
        .then()
        .statusCode(409)
        .body("problems.why", hasItem("Run 3 goes on."));
    team.api(As.MEMBER).post("/runs/3/cancel").then().statusCode(200);

    team.api(As.MEMBER)
        .body(Map.of("dataset", 1, "sourceRun", 1))
        .post("/runs")
        .then()
        .statusCode(201);
    team.api(As.MEMBER)
        .delete("/runs/1")
        .then()
        .statusCode(409)
        .body("problems.why", hasItem("Run 4 begins with it and goes on."));
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.trained(job, 100, 12, 2, 6);

    team.api(As.MEMBER)
        .body(Map.of("run", 2, "newModel", "mails"))
        .post("/models")
        .then()
        .statusCode(201);
    team.submit(As.MEMBER, "/runs/2", "/runs/2/delete", Map.of())
        .then()
        .statusCode(409)
        .body(containsString("It is version 1 of the model mails."));

    team.api(As.MEMBER).delete("/runs/1").then().statusCode(204);
    team.api(As.VIEWER).get("/runs/4").then().body("source.deleted", equalTo(true));
    team.page(As.VIEWER).get("/runs/4").then().body(containsString("run 1 (deleted)"));
    team.api(As.MEMBER)
        .body(Map.of("dataset", 1, "sourceRun", 1))
        .post("/runs")
        .then()
        .statusCode(422)
        .body("problems.why", hasItem("There is no run 1 to begin with."));
    String clone = team.page(As.MEMBER).get("/runs/new?again=4").then().extract().asString();
    assertTrue(!clone.contains("<option value=\"1\""), "a deleted run isn't offered");
  }

  /**
   * Sends a request while a transaction of the team is open, which commits once the request waits
   * for one of its locks.
   */
  private Response during(Runnable transaction, Supplier<Response> request) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    context.enter(team.ref());
    try {
      Future<Response> asked =
          work.call(
              team.ref(),
              () -> {
                transaction.run();
                Future<Response> sent = other.submit(request::get);
                while (!somebodyWaits()) {
                  assertFalse(sent.isDone(), "it doesn't wait");
                }
                return sent;
              });
      return asked.get(20, TimeUnit.SECONDS);
    } finally {
      other.shutdownNow();
    }
  }

  private boolean somebodyWaits() {
    return ((Number)
                database
                    .createNativeQuery("select count(*) from pg_locks where not granted")
                    .getSingleResult())
            .longValue()
        > 0;
  }

  @Test
  void whatIsMadeOfARunSeesADeletionThatWasFirst() throws Exception {
    during(
            () -> delete.delete(1, team.user(As.OWNER), true),
            () -> team.api(As.MEMBER).body(Map.of("dataset", 1, "sourceRun", 1)).post("/runs"))
        .then()
        .statusCode(422)
        .body("problems.field", hasItem("sourceRun"))
        .body("problems.why", hasItem("Run 1 was deleted just now."));
    team.api(As.MEMBER).get("/runs/3").then().statusCode(404);

    during(
            () -> delete.delete(2, team.user(As.OWNER), true),
            () -> team.api(As.MEMBER).body(Map.of("run", 2, "newModel", "mails")).post("/models"))
        .then()
        .statusCode(422)
        .body("problems.field", hasItem("run"))
        .body("problems.why", hasItem("Run 2 was deleted just now."));
    team.api(As.MEMBER).get("/models").then().body("models", hasSize(0));
  }

  @Test
  void aDeletionSeesWhatWasMadeOfTheRunFirst() throws Exception {
    during(
            () ->
                submit.submit(
                    new NewRun(Map.of("dataset", "1", "sourceRun", "1")),
                    null,
                    team.user(As.MEMBER),
                    null),
            () -> team.api(As.OWNER).delete("/runs/1"))
        .then()
        .statusCode(409)
        .body("problems.why", hasItem("Run 3 begins with it and goes on."));
    during(
            () -> register.register(new NewVersion(2L, null, "mails", null), team.user(As.MEMBER)),
            () -> team.api(As.OWNER).delete("/runs/2"))
        .then()
        .statusCode(409)
        .body("problems.why", hasItem("It is version 1 of the model mails."));
  }

  @Test
  void membersDeleteTheirOwnAndOwnersAll() {
    team.api(As.OWNER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    team.api(As.OWNER).post("/runs/3/cancel").then().statusCode(200);
    team.api(As.MEMBER).delete("/runs/3").then().statusCode(403);
    team.api(As.VIEWER).delete("/runs/1").then().statusCode(403);
    team.api(As.OWNER).delete("/runs/1").then().statusCode(204);
    team.api(As.OWNER).delete("/runs/3").then().statusCode(204);
    TestTeam other = TestTeam.make(system);
    other.api(As.OWNER).delete("/runs/2").then().statusCode(404);
  }

  @Test
  void aTeamThatIsFullStartsNothingUntilItHasMadeRoom() {
    fixtures.system(
        "insert into storage_limits (team_id, bytes) values (?1, ?2)",
        team.ref().id(),
        quotas.stored(team.ref()) + 10);
    team.api(As.MEMBER)
        .body(Map.of("dataset", 1))
        .post("/runs")
        .then()
        .statusCode(409)
        .body("title", containsString("delete what nobody needs"));
    fixtures.system(
        "update storage_limits set bytes = ?2 where team_id = ?1", team.ref().id(), 1_000_000_000L);
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
  }
}
