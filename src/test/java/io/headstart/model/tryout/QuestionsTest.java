package io.headstart.model.tryout;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.QuestionPoll.Answer;
import io.headstart.protocol.QuestionPoll.Reply;
import io.headstart.protocol.Questions;
import io.headstart.protocol.TryResult;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.MadeRuns;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.WorkerClient;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions and what becomes of them; the worker is played over the real protocol. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class QuestionsTest {
  private static final Answer ANSWER = new Answer(List.of(0.25f, 0.75f), 12.5, false);

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject MadeRuns runs;
  @Inject HandMadeWorker hand;
  @Inject QueueFixture queue;
  @Inject Invariants invariants;
  @Inject SweepQuestions sweep;
  @Inject ObjectStore store;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private TestTeam team;

  @BeforeEach
  void aRunThatCanBeAsked() {
    team = TestTeam.make(system);
    queue.forgetWaiting();
    runs.of(team, 1);
  }

  @AfterEach
  void allHolds() {
    invariants.hold(team.ref());
  }

  private ValidatableResponse ask(As who, int run, Map<String, Object> question) {
    return team.api(who).body(question).post("/runs/" + run + "/questions").then();
  }

  private String asked(String text) {
    return ask(As.MEMBER, 1, Map.of("text", text)).statusCode(201).extract().path("id");
  }

  private ValidatableResponse look(String question) {
    return team.api(As.VIEWER).get("/runs/1/questions/" + question).then();
  }

  private JobRef job() {
    return hand.newest(team, Protocol.TRY);
  }

  private WorkerClient begun(JobRef job, int attempt) {
    queue.capacity("small", 1_000);
    queue.dispatch();
    return queue.claim(new AttemptRef(job, attempt)).worker();
  }

  private static WorkerClient.Answer poll(WorkerClient worker, long wait, Reply... replies) {
    return worker.post(
        "/questions", new QuestionPoll(worker.instance(), wait, 8, List.of(replies)));
  }

  private static List<Questions.Question> given(WorkerClient worker, Reply... replies) {
    WorkerClient.Answer answer = poll(worker, 0, replies);
    assertEquals(200, answer.status(), answer.body());
    return answer.as(Questions.class).questions();
  }

  @Test
  void aQuestionTakesItsWayToTheWorkerAndBack() {
    String first = asked("win a prize now");
    look(first).body("state", equalTo("OPEN")).body("answer", nullValue());
    JobRef job = job();
    String second = asked("see you at noon");
    assertEquals(job, job(), "one worker for all questions to a run");
    WorkerClient worker = begun(job, 1);
    List<Questions.Question> given = given(worker);
    assertEquals(
        List.of("win a prize now", "see you at noon"),
        given.stream().map(Questions.Question::text).toList());
    assertEquals(given, given(worker), "what was not answered is given again");
    assertEquals(List.of(), given(worker, new Reply(first, ANSWER, null), refusal(second)));
    look(first)
        .body("state", equalTo("ANSWERED"))
        .body("answer", equalTo("spam"))
        .body("probabilities.label", equalTo(List.of("spam", "ham")))
        .body("probabilities[0].probability", equalTo(0.75f))
        .body("milliseconds", equalTo(12.5f));
    look(second).body("state", equalTo("REFUSED")).body("why", equalTo("It can't be read."));
    poll(worker, 0, new Reply(second, ANSWER, null));
    look(second).body("state", equalTo("REFUSED"));
    assertEquals(204, worker.commit(new TryResult(1, 1)).status());
    assertEquals(JobState.SUCCEEDED, queue.job(job).state());
  }

  private static Reply refusal(String question) {
    return new Reply(
        question, null, new QuestionPoll.Refusal("It can't be read.", "Ask something else."));
  }

  @Test
  void aPollWithoutAQuestionEndsInTimeAndOneWithAQuestionAtOnce() throws Exception {
    WorkerClient worker = begun(jobOf(asked("hello")), 1);
    String first = given(worker).get(0).id();
    assertEquals(List.of(), given(worker, new Reply(first, ANSWER, null)));
    long began = System.nanoTime();
    assertEquals(List.of(), poll(worker, 300, new Reply[0]).as(Questions.class).questions());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.toMillis() >= 300, "it waited " + took);

    CompletableFuture<WorkerClient.Answer> waiting =
        CompletableFuture.supplyAsync(() -> poll(worker, 10_000));
    String second = asked("and this?");
    assertEquals(
        second,
        waiting.get(8, TimeUnit.SECONDS).as(Questions.class).questions().get(0).id(),
        "it was given before the wait was over");
  }

  private JobRef jobOf(String question) {
    look(question).body("state", equalTo("OPEN"));
    return job();
  }

  @Test
  void aQuestionThatTwoWorkersDiedWithIsGivenUp() {
    String question = asked("poison");
    JobRef job = job();
    for (int attempt = 1; attempt <= 2; attempt++) {
      WorkerClient worker = begun(job, attempt);
      assertEquals(question, given(worker).get(0).id());
      queue.launcherSaw(job, attempt, null);
      assertEquals(JobState.QUEUED, queue.job(job).state());
      assertEquals(409, poll(worker, 0, new Reply(question, ANSWER, null)).status());
    }
    String other = asked("harmless");
    WorkerClient third = begun(job, 3);
    assertEquals(List.of(other), given(third).stream().map(Questions.Question::id).toList());
    look(question)
        .body("state", equalTo("FAILED"))
        .body("why", equalTo("Two workers ended while they had this question."));
  }

  @Test
  void whoAsksWhileTheWorkerEndsGetsAnotherOne() {
    WorkerClient worker = begun(jobOf(asked("hello")), 1);
    JobRef first = job();
    String id = given(worker).get(0).id();
    given(worker, new Reply(id, ANSWER, null));
    String late = asked("one more");
    assertEquals(first, job());
    assertEquals(204, worker.commit(new TryResult(1, 0)).status());
    JobRef second = job();
    assertNotEquals(first, second);
    assertEquals(late, given(begun(second, 1)).get(0).id());
  }

  @Test
  void questionsOfACancelledWorkerFailAndSayWhy() {
    String question = asked("hello");
    queue.cancel(job());
    look(question)
        .body("state", equalTo("FAILED"))
        .body("why", containsString("No worker could answer"));
  }

  @Test
  void whatCannotBeAskedIsNamed() {
    refused(Map.of(), "text");
    refused(Map.of("text", " \n "), "text");
    refused(Map.of("text", "x".repeat(20_001)), "text");
    refused(Map.of("fileName", "a.png", "size", 10), "text");
    ask(As.VIEWER, 1, Map.of("text", "hello")).statusCode(403);
    ask(As.MEMBER, 9, Map.of("text", "hello")).statusCode(404);
    runs.started(team);
    ask(As.MEMBER, 2, Map.of("text", "hello"))
        .statusCode(409)
        .body("title", equalTo("Run 2 has no model"));
    for (int i = 0; i < 20; i++) {
      asked("question " + i);
    }
    ask(As.MEMBER, 1, Map.of("text", "one too many"))
        .statusCode(409)
        .body("type", equalTo("/problems/too-many-questions"))
        .body("title", equalTo("20 questions of this team wait already"));
  }

  private void refused(Map<String, Object> question, String field) {
    ask(As.MEMBER, 1, question)
        .statusCode(422)
        .body("type", equalTo("/problems/question-refused"))
        .body("problems", hasSize(1))
        .body("problems[0].field", equalTo(field));
  }

  @Test
  void answersThatCannotBeAreRefused() {
    String question = asked("hello");
    WorkerClient worker = begun(job(), 1);
    given(worker);
    for (Reply wrong :
        List.of(
            new Reply(question, null, null),
            new Reply("1", ANSWER, null),
            new Reply(question, new Answer(List.of(1f), 1, false), null),
            new Reply(question, new Answer(List.of(0.5f, 0.6f), 1, false), null),
            new Reply(question, new Answer(List.of(2f, -1f), 1, false), null))) {
      assertEquals(422, poll(worker, 0, wrong).status());
    }
    look(question).body("state", equalTo("OPEN"));
    WorkerClient other = queue.running(team.ref()).worker();
    assertEquals(422, poll(other, 0).status(), "other kinds take no questions");
  }

  @Test
  void anotherTeamsQuestionIsNotThere() {
    String question = asked("our secret");
    TestTeam other = TestTeam.make(system);
    runs.of(other, 1);
    other.api(As.OWNER).get("/runs/1/questions/" + question).then().statusCode(404);
    other.api(As.OWNER).post("/runs/1/questions/" + question + "/complete").then().statusCode(404);
    other.api(As.OWNER).get("/runs/1/questions/" + UUID.randomUUID()).then().statusCode(404);
    WorkerClient worker = begun(otherJob(other), 1);
    assertEquals(
        List.of("their own"), given(worker).stream().map(Questions.Question::text).toList());
    given(worker, new Reply(question, ANSWER, null));
    look(question).body("state", equalTo("OPEN"));
  }

  private JobRef otherJob(TestTeam other) {
    other
        .api(As.MEMBER)
        .body(Map.of("text", "their own"))
        .post("/runs/1/questions")
        .then()
        .statusCode(201);
    return hand.newest(other, Protocol.TRY);
  }

  @Test
  void oldQuestionsGoWithTheirPictures() {
    String young = asked("young");
    String old = asked("old");
    ObjectKey picture = ObjectKey.ofTeam(team.ref().id(), "try/" + old);
    store.put(picture, new java.io.ByteArrayInputStream(new byte[] {1}), "image/png");
    work.run(
        team.ref(),
        () ->
            database
                .createNativeQuery(
                    "update try_questions set created_at = created_at - interval '66 minutes',"
                        + " content = null, picture_key = ?1, picture_size = 1, picture_name = 'a'"
                        + " where id = ?2")
                .setParameter(1, picture.value())
                .setParameter(2, UUID.fromString(old))
                .executeUpdate());
    assertEquals(1, given(begun(job(), 1)).size(), "what is too old is given to nobody");
    assertTrue(sweep.sweep() >= 1);
    look(old).statusCode(404);
    assertFalse(store.stat(picture).isPresent());
    look(young).statusCode(200);
  }
}
