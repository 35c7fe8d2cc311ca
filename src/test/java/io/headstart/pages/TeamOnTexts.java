package io.headstart.pages;

import io.agroal.api.AgroalDataSource;
import io.headstart.dispatch.ControlQueue;
import io.headstart.job.JobRef;
import io.headstart.job.NewJob;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * A team that learns from texts, whose owner is the administrator: run 1 has a result and a model,
 * 2 has failed, 3 trains, 4 waits, and 5 is held. Its second and third data set have few examples
 * for the test.
 */
@ApplicationScoped
class TeamOnTexts {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject QueueFixture queue;
  @Inject Fixtures fixtures;
  @Inject ControlQueue control;
  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject GoneBy time;

  /** Makes it. */
  TestTeam made() {
    TestTeam team = TestTeam.make(system);
    fixtures.system("update users set platform_admin = true where id = ?1", team.user(As.OWNER));
    worker.checked(
        data.uploaded(team),
        DistinctNumbers.report(),
        Map.of(CheckSpec.ROWS, DistinctNumbers.lines()));
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    small(team, 2, "few", 57);
    small(team, 3, "single", 1);
    JobRef trained = begun(team);
    time.passes(trained, 137, 17, 83);
    worker.beat(
        trained,
        new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5),
        SaidByWorkers.curves(60));
    worker.logs(trained, SaidByWorkers.log());
    worker.trained(trained, DistinctNumbers.answers());
    team.api(As.MEMBER)
        .body(Map.of("run", 1, "newModel", "spam"))
        .post("/models")
        .then()
        .statusCode(201);
    JobRef failed = begun(team);
    time.passes(failed, 22, 31, 46);
    worker.fail(failed, "The loss is no number any more; take a lower rate");
    JobRef running = begun(team);
    worker.beat(
        running,
        new Heartbeat.Progress("training", 34, 129, "steps", 2, 3, 0.75),
        SaidByWorkers.curves(34));
    time.silent(running, 90);
    start(team);
    JobRef held = start(team);
    control.hold(team.user(As.OWNER), held.id(), "until disk 64 is exchanged");
    queue.capacity(NewJob.TRAINING, 1);
    queue.dispatch(); // it finds no slot, and says so
    queue.capacity(NewJob.SMALL, 36);
    return team;
  }

  /** A data set with so few examples for the test that the form of a run says so. */
  private void small(TestTeam team, int number, String name, int test) {
    worker.checked(
        data.uploaded(team, name + ".csv", "text,label\n" + "a mail,ham\n".repeat(test)),
        DistinctNumbers.report(test),
        Map.of(CheckSpec.ROWS, DistinctNumbers.lines(test)));
    team.api(As.MEMBER).post("/datasets/" + number + "/checks/1/accept").then().statusCode(201);
  }

  private JobRef begun(TestTeam team) {
    JobRef job = start(team);
    worker.begin(job);
    return job;
  }

  private JobRef start(TestTeam team) {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }
}
