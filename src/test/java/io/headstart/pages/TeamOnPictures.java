package io.headstart.pages;

import io.agroal.api.AgroalDataSource;
import io.headstart.dispatch.ControlQueue;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.PictureData;
import io.headstart.testsupport.PictureZip;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Uploads;
import io.headstart.worker.check.CheckedPictures;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * A team that learns from pictures: runs 1 to 4 differ in their seeds, three have a result and the
 * fourth is held by an administrator; run 5 is in its second attempt. The model of run 3 is
 * registered and was asked.
 */
@ApplicationScoped
class TeamOnPictures {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject ControlQueue control;
  @Inject PictureData pictures;
  @Inject HandMadeWorker worker;
  @Inject GoneBy time;

  /** Makes it. */
  TestTeam made() throws Exception {
    TestTeam team = TestTeam.make(system);
    byte[] archive = DistinctPictures.archive();
    JobRef check = pictures.uploaded(team, archive);
    CheckedPictures checked = new CheckedPictures(Files.createTempDirectory("headstart-pictures"));
    CheckReport report = checked.check(archive);
    Map<String, byte[]> written = checked.written();
    worker.checked(check, report, written);
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    team.api(As.MEMBER).body(DistinctPictures.settings()).post("/runs").then().statusCode(201);
    control.hold(team.user(As.OWNER), worker.job(team, 4).id(), "until disk 63 is exchanged");
    for (int run = 1; run <= 3; run++) {
      JobRef job = worker.job(team, run);
      worker.begin(job);
      time.passes(job, 41 + 13 * run, 20 + 7 * run, 61 + 9 * run);
      worker.beat(
          job,
          new Heartbeat.Progress("training", 60, 120, "steps", 2, 7, 0.5),
          SaidByWorkers.curves(40 + 4 * run));
      List<Prediction> answers = DistinctPictures.answers(written.get(CheckSpec.ROWS), run);
      worker.trained(
          job, DistinctPictures.result(answers, run), answers, "no archive ".repeat(99 + 40 * run));
    }
    asked(team);
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    JobRef again = worker.newest(team, Protocol.TRAIN);
    worker.begin(again);
    launcher.exit(new AttemptRef(again, 1), null);
    queue.sweep();
    time.waitedEnough(again);
    worker.begin(new AttemptRef(again, 2));
    worker.beat(
        again,
        new Heartbeat.Progress("training", 1_029, 1_776, "steps", 2, 20, 0.25),
        SaidByWorkers.curves(1_029));
    team.submit(
            As.OWNER,
            "/runs",
            "/runs/ticked/tag",
            Map.of("runs", "2", "tag", "wave 17", "back", ""))
        .then()
        .statusCode(303);
    team.submit(
            As.OWNER,
            "/runs?tag=wave+17",
            "/runs/views",
            Map.of("viewName", "Best of 18", "back", "tag=wave+17"))
        .then()
        .statusCode(303);
    return team;
  }

  /** The model of run 3 is registered, and was asked about a picture. */
  private void asked(TestTeam team) {
    team.api(As.MEMBER)
        .body(Map.of("run", 3, "newModel", "clothes"))
        .post("/models")
        .then()
        .statusCode(201);
    byte[] picture = PictureZip.picture(77, 40, 30, "png");
    var made =
        team.api(As.MEMBER)
            .body(Map.of("fileName", "IMG_8123.png", "size", picture.length))
            .post("/runs/3/questions")
            .then()
            .statusCode(201)
            .extract();
    Uploads.put(made.path("upload.url"), picture);
    team.api(As.MEMBER)
        .post("/runs/3/questions/" + made.path("id") + "/complete")
        .then()
        .statusCode(200);
    JobRef answering = worker.newest(team, Protocol.TRY);
    worker.begin(answering);
    worker.says(answering, new QuestionPoll.Answer(List.of(0.107f, 0.271f, 0.622f), 58.6, false));
  }
}
