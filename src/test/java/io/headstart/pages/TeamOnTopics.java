package io.headstart.pages;

import io.agroal.api.AgroalDataSource;
import io.headstart.dataset.PurgeDatasets;
import io.headstart.job.JobRef;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.ModelForm;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.run.deletion.PurgeRuns;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A team that learns from texts of many classes. Of its data sets the first has four checks and two
 * versions, the second is refused, the third is deleted, the fourth can be accepted, the check of
 * the fifth waits. Run 2 is run 1 from scratch; 3 and 4 begin with 1, 6 with 5, whose data are
 * gone, and 8 with 7, which is deleted; 4 was tested on rows that 1 has learned from. Run 9 trains
 * from scratch, 10 and 11 wait. The model of run 3 was asked and has another form, and a second one
 * waits.
 */
@ApplicationScoped
class TeamOnTopics {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject GoneBy time;
  @Inject PurgeDatasets purgesData;
  @Inject PurgeRuns purgesRuns;

  /** Makes it. */
  TestTeam made() {
    TestTeam team = TestTeam.make(system);
    dataSets(team);
    JobRef first = begun(team, Map.of("dataset", 1, "version", 1, "epochs", 5));
    worker.keepsFeatures(first, "no features ".repeat(311));
    ended(first, 1, 1, 7, true, 0L);
    team.submit(As.OWNER, "/runs/1", "/runs/1/from-scratch", Map.of("key", "once"))
        .then()
        .statusCode(303);
    JobRef fresh = worker.job(team, 2);
    worker.begin(fresh);
    ended(fresh, 1, 2, 3, false, 0L);
    ended(begun(team, Map.of("dataset", 1, "version", 1, "sourceRun", 1)), 1, 3, 13, true, 0L);
    JobRef seen =
        begun(team, Map.of("dataset", 1, "version", 2, "sourceRun", 1, "frozenBlocks", 4));
    ended(seen, 2, 4, 9, true, 19L);
    JobRef ofThird = begun(team, Map.of("dataset", 3));
    time.passes(ofThird, 86, 37, 136);
    worker.trained(ofThird, DistinctNumbers.answers());
    register(team, 5, Map.of("newModel", "letters"));
    team.api(As.OWNER).delete("/datasets/3").then().statusCode(204);
    purgesData.purge();
    ended(begun(team, Map.of("dataset", 1, "sourceRun", 5)), 2, 6, 5, true, null);
    ended(begun(team, Map.of("dataset", 1, "frozenBlocks", 7)), 2, 7, 6, false, 0L);
    JobRef last = begun(team, Map.of("dataset", 1, "sourceRun", 7, "frozenBlocks", 5));
    ended(last, 2, 8, 8, true, 0L);
    team.api(As.OWNER).delete("/runs/7").then().statusCode(204);
    purgesRuns.purge();
    models(team);
    underWay(team);
    return team;
  }

  private void dataSets(TestTeam team) {
    worker.checked(
        data.uploaded(team, "topics.csv", "text,label\n" + "a letter,notes\n".repeat(211)),
        DistinctTopics.report(1),
        Map.of(CheckSpec.ROWS, DistinctTopics.lines(1)));
    accept(team, 1, 1);
    check(team, Map.of("textColumn", "label", "labelColumn", "text"));
    worker.checked(worker.newest(team, Protocol.CHECK), DistinctTopics.refused(377), Map.of());
    check(team, Map.of("seed", 29));
    worker.checked(
        worker.newest(team, Protocol.CHECK),
        DistinctTopics.report(2),
        Map.of(CheckSpec.ROWS, DistinctTopics.lines(2)));
    accept(team, 1, 3);
    worker.checked(
        data.uploaded(team, "half.csv", "text,label\n" + "a letter,\n".repeat(120_011)),
        DistinctTopics.refused(97),
        Map.of());
    worker.checked(
        data.uploaded(team, "old.csv", "text,label\n" + "an old letter,ham\n".repeat(151)),
        DistinctNumbers.report(),
        Map.of(CheckSpec.ROWS, DistinctNumbers.lines()));
    accept(team, 3, 1);
    worker.checked(
        data.uploaded(team, "ready.csv", "text,label\n" + "a ready letter,ham\n".repeat(173)),
        DistinctNumbers.report(),
        Map.of(CheckSpec.ROWS, DistinctNumbers.lines()));
  }

  private static void check(TestTeam team, Map<String, Object> choice) {
    team.api(As.MEMBER).body(choice).post("/datasets/1/checks").then().statusCode(201);
  }

  private static void accept(TestTeam team, int dataset, int check) {
    team.api(As.MEMBER)
        .post("/datasets/" + dataset + "/checks/" + check + "/accept")
        .then()
        .statusCode(201);
  }

  private JobRef begun(TestTeam team, Map<String, Object> settings) {
    JobRef job = started(team, settings);
    worker.begin(job);
    return job;
  }

  private JobRef started(TestTeam team, Map<String, Object> settings) {
    team.api(As.MEMBER).body(settings).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }

  private void ended(
      JobRef job, int version, int run, int every, boolean head, @Nullable Long seen) {
    time.passes(job, 31 + 11 * run, 12 + 5 * run, 71 + 13 * run);
    worker.beat(
        job,
        new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5),
        SaidByWorkers.curves(50 + 2 * run));
    List<Prediction> answers = DistinctTopics.answers(version, run, every, head);
    worker.trained(
        job,
        DistinctTopics.result(answers, run, seen),
        answers,
        "no archive ".repeat(333 + 70 * run));
  }

  /** A check and a run from scratch, then what waits: nothing may begin after it. */
  private void underWay(TestTeam team) {
    check(team, Map.of("seed", 31));
    JobRef check = worker.newest(team, Protocol.CHECK);
    worker.begin(check);
    worker.beat(
        check, new Heartbeat.Progress("checking", 4_123, 9_456, "rows", 0, 0, 0.051), List.of());
    JobRef fresh = begun(team, Map.of("dataset", 1, "fromScratch", true));
    worker.beat(
        fresh,
        new Heartbeat.Progress("training", 211, 486, "steps", 1, 3, 0.9),
        SaidByWorkers.curves(211));
    started(team, Map.of("dataset", 1));
    started(team, Map.of("dataset", 1));
    team.api(As.MEMBER).post("/runs/3/forms/huggingface").then().statusCode(202);
    team.api(As.MEMBER)
        .body(Map.of("text", "parcel 6271 of 9 May"))
        .post("/runs/4/questions")
        .then()
        .statusCode(201);
    data.uploaded(team, "next.csv", "text,label\n" + "a next letter,ham\n".repeat(191));
  }

  private void models(TestTeam team) {
    register(team, 1, Map.of("newModel", "topics"));
    for (int run : List.of(3, 4, 2)) {
      register(team, run, Map.of("model", "topics"));
    }
    team.api(As.OWNER)
        .body(Map.of("stage", "production"))
        .put("/models/topics/versions/2")
        .then()
        .statusCode(200);
    team.api(As.OWNER).delete("/models/topics/versions/4").then().statusCode(204);
    team.api(As.MEMBER)
        .body(Map.of("text", "invoice 4711 of 23 June"))
        .post("/runs/3/questions")
        .then()
        .statusCode(201);
    JobRef answering = worker.newest(team, Protocol.TRY);
    worker.begin(answering);
    worker.says(answering, new QuestionPoll.Answer(DistinctTopics.said(), 37.4, true));
    team.api(As.MEMBER)
        .body(Map.of("text", "order 5813 of 21 July"))
        .post("/runs/3/questions")
        .then()
        .statusCode(201);
    worker.answers(
        answering, new QuestionPoll.Refusal("Nothing is left of it.", "Ask something else."));
    team.api(As.MEMBER).post("/runs/3/forms/safetensors").then().statusCode(202);
    JobRef weights = worker.newest(team, Protocol.CONVERT);
    worker.begin(weights);
    worker.converted(weights, ModelForm.SAFETENSORS.file(), "no weights ".repeat(703));
  }

  private static void register(TestTeam team, int run, Map<String, Object> as) {
    Map<String, Object> body = new java.util.HashMap<>(as);
    body.put("run", run);
    team.api(As.MEMBER).body(body).post("/models").then().statusCode(201);
  }
}
