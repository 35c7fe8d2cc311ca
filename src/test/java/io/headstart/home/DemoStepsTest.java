package io.headstart.home;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.catalog.InstallBaseModels;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first start, step by step, as if the program died after each of them. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class DemoStepsTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject InstallBaseModels install;
  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject DemoSteps steps;

  private TestTeam team;

  @BeforeEach
  void aTeam() {
    install.installAll();
    team = TestTeam.make(system);
  }

  @Test
  void oneSampleAndOneRunHoweverOftenTheStepsAreTaken() throws Exception {
    assertFalse(steps.next(team.ref()));
    assertFalse(steps.next(team.ref()));
    team.api(As.VIEWER)
        .get("/datasets")
        .then()
        .body("", hasSize(1))
        .body("[0].name", equalTo("Spam or ham"))
        .body("[0].checks", hasSize(1));
    JobRef job = worker.newest(team, Protocol.CHECK);
    worker.checked(job, true);
    ExecutorService servers = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> step = () -> steps.next(team.ref());
      for (Future<Boolean> done : servers.invokeAll(List.of(step, step, step, step))) {
        assertTrue(done.get());
      }
    } finally {
      servers.shutdownNow();
    }
    assertTrue(steps.next(team.ref()));
    team.api(As.VIEWER)
        .get("/runs")
        .then()
        .body("runs", hasSize(1))
        .body("runs[0].settings.frozenBlocks", equalTo(6))
        .body("runs[0].settings.epochs", equalTo(3));
    team.api(As.VIEWER).get("/datasets/1").then().body("versions", hasSize(1));
  }

  @Test
  void aTeamThatWorksOnItsOwnDataIsLeftAlone() {
    data.of(team);
    assertTrue(steps.next(team.ref()));
    team.api(As.VIEWER).get("/datasets").then().body("", hasSize(1));
    team.api(As.VIEWER).get("/runs").then().body("runs", hasSize(0));
  }
}
