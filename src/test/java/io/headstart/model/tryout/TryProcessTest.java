package io.headstart.model.tryout;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.model.forms.RealForms;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.PictureData;
import io.headstart.testsupport.PictureZip;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.RealWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Uploads;
import io.headstart.testsupport.hostile.HostilePictures;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real worker trains, another one answers; both are processes of their own. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class TryProcessTest {
  /** PyTorch answered in batches when the predictions were stored, ONNX Runtime answers now. */
  private static final double TOLERANCE = 2e-4;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject PictureData pictures;
  @Inject HandMadeWorker hand;
  @Inject RealWorker real;
  @Inject RealForms forms;
  @Inject QueueFixture queue;
  @Inject Invariants invariants;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private TestTeam team;
  private Process process;

  @BeforeEach
  void aTeam() {
    team = TestTeam.make(system);
    queue.forgetWaiting();
  }

  @AfterEach
  void endTheWorker() {
    if (process != null) {
      process.destroyForcibly();
    }
    invariants.hold(team.ref());
  }

  private void trained(Map<String, Object> settings) {
    team.api(As.MEMBER).body(settings).post("/runs").then().statusCode(201);
    real.does(hand.newest(team, Protocol.TRAIN));
  }

  private String asked(Map<String, Object> question) {
    return team.api(As.MEMBER)
        .body(question)
        .post("/runs/1/questions")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private ValidatableResponse answer(String question) {
    ValidatableResponse answer = look(question);
    for (int i = 0; i < 10 && answer.extract().path("state").equals("OPEN"); i++) {
      answer = look(question);
    }
    return answer;
  }

  private ValidatableResponse look(String question) {
    return team.api(As.VIEWER).get("/runs/1/questions/" + question + "?wait=20").then();
  }

  @Test
  void textsAreAnsweredAsTheRunPredictedThemThoughOneWorkerIsKilled() throws Exception {
    data.of(team);
    trained(Map.of("dataset", 1, "frozenBlocks", 7, "epochs", 1, "maxTokens", 32));
    Map<Long, String> texts = texts();
    forms.sayTheSame(team, texts, predictions());

    String first = asked(Map.of("text", "hello"));
    JobRef job = hand.newest(team, Protocol.TRY);
    look(first).body("waitsFor", notNullValue()).body("state", equalTo("OPEN"));
    process = real.start(job, 1);
    Await.until("it runs", () -> queue.job(job).state() == JobState.RUNNING);
    process.destroyForcibly().waitFor();
    queue.launcherSaw(job, 1, null);
    assertEquals(JobState.QUEUED, queue.job(job).state());
    process = real.start(job, 2);
    answer(first).body("state", equalTo("ANSWERED")).body("probabilities", hasSize(2));

    List<Double> millis = new ArrayList<>();
    for (JsonNode stored : predictions()) {
      long began = System.nanoTime();
      String id = asked(Map.of("text", texts.get(stored.get("id").asLong())));
      ValidatableResponse said = answer(id).body("state", equalTo("ANSWERED"));
      millis.add((System.nanoTime() - began) / 1e6);
      same(stored, List.of("ham", "spam"), said);
    }
    millis.sort(null);
    System.out.printf(
        "warm, %d questions: p50 %.0f ms, slowest %.0f ms%n",
        millis.size(), millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    String longText = "a word ".repeat(100);
    answer(asked(Map.of("text", longText))).body("cut", equalTo(true));

    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends by itself");
    assertEquals(0, process.exitValue());
    assertEquals(JobState.SUCCEEDED, queue.job(job).state());
    String later = asked(Map.of("text", "hello again"));
    assertNotEquals(job, hand.newest(team, Protocol.TRY), "another worker is asked for");
    look(later).body("state", equalTo("OPEN"));
  }

  private Map<Long, String> texts() throws IOException {
    Map<Long, String> texts = new HashMap<>();
    String url =
        team.api(As.VIEWER).get("/datasets/1/versions/1/rows").then().extract().path("url");
    for (String line : Uploads.get(url).lines().toList()) {
      JsonNode row = Protocol.json().readTree(line);
      texts.put(row.get("id").asLong(), row.get("text").asText());
    }
    return texts;
  }

  private List<JsonNode> predictions() throws IOException {
    List<JsonNode> stored = new ArrayList<>();
    String lines = team.api(As.VIEWER).get("/runs/1/predictions").then().extract().asString();
    for (String line : lines.lines().toList()) {
      stored.add(Protocol.json().readTree(line));
    }
    assertTrue(stored.size() >= 4, "predictions: " + stored.size());
    return stored;
  }

  private static void same(JsonNode stored, List<String> labels, ValidatableResponse said) {
    for (int i = 0; i < labels.size(); i++) {
      Number share =
          said.extract()
              .path("probabilities.find { it.label == '" + labels.get(i) + "' }.probability");
      assertEquals(stored.get("probabilities").get(i).asDouble(), share.doubleValue(), TOLERANCE);
    }
  }

  @Test
  void picturesAreAnsweredAsTheRunPredictedThemAndBadOnesDontEndTheWorker() throws Exception {
    byte[] archive =
        PictureZip.of(
            IntStream.range(0, 60)
                .mapToObj(i -> (i % 2 == 0 ? "cat/" : "dog/") + i + ".png")
                .toArray(String[]::new));
    pictures.checked(pictures.uploaded(team, archive), archive);
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    trained(Map.of("dataset", 1, "frozenBlocks", 19, "epochs", 1, "side", 96));
    Map<Long, String> names = texts();
    Map<String, byte[]> files = unpacked(archive);
    forms.holdTheTensors(team);

    JsonNode one = predictions().get(0);
    byte[] picture = files.get(names.get(one.get("id").asLong()));
    String first = put(picture);
    process = real.start(hand.newest(team, Protocol.TRY), 1);
    same(one, List.of("cat", "dog"), answer(first).body("state", equalTo("ANSWERED")));
    assertArrayEquals(
        picture,
        team.page(As.VIEWER)
            .redirects()
            .follow(true)
            .get("/runs/1/try/" + first + "/picture")
            .then()
            .statusCode(200)
            .extract()
            .asByteArray());

    answer(put("<html>no picture</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .body("state", equalTo("REFUSED"))
        .body("why", equalTo("The file is a web page or XML, no picture of a kind that is read."))
        .body("wayOut", equalTo("Save it as JPEG, PNG, WebP, BMP or GIF."));
    answer(put(HostilePictures.flood(60_000, 60_000))).body("state", equalTo("REFUSED"));
    answer(put(Arrays.copyOf(picture, picture.length / 2))).body("state", equalTo("REFUSED"));
    for (JsonNode stored : predictions().subList(1, 4)) {
      String id = put(files.get(names.get(stored.get("id").asLong())));
      same(stored, List.of("cat", "dog"), answer(id).body("state", equalTo("ANSWERED")));
    }
    team.api(As.MEMBER)
        .body(Map.of("text", "what is it?"))
        .post("/runs/1/questions")
        .then()
        .statusCode(422)
        .body("problems[0].why", containsString("reads pictures"));
    aPictureThatWasCutShortIsForgotten();
    noMorePicturesAreKeptThanMayBe();
  }

  private void aPictureThatWasCutShortIsForgotten() {
    int declared = 1_234;
    int arrived = 1_187;
    var made = declared(declared).statusCode(201).extract();
    Uploads.put(made.path("upload.url"), new byte[arrived]);
    String question = "/runs/1/questions/" + made.path("id");
    team.api(As.MEMBER)
        .post(question + "/complete")
        .then()
        .statusCode(422)
        .body(
            "title",
            equalTo("The upload has " + arrived + " bytes, " + declared + " were declared"))
        .body("problems[0].field", equalTo("size"));
    team.api(As.VIEWER).get(question).then().statusCode(404);
  }

  private void noMorePicturesAreKeptThanMayBe() {
    while (kept() < 100) {
      declared(10).statusCode(201);
      work.run(
          team.ref(),
          () ->
              database
                  .createNativeQuery(
                      "update try_questions set state = 'FAILED', why = 'none', ended_at = now(),"
                          + " asked_at = now() where state = 'UPLOADING'")
                  .executeUpdate());
    }
    declared(10)
        .statusCode(409)
        .body("title", equalTo(kept() + " pictures of this team are kept already"));
  }

  private long kept() {
    return work.call(
        team.ref(),
        () ->
            (Long)
                database
                    .createNativeQuery(
                        "select count(*) from try_questions where picture_key is not null",
                        Long.class)
                    .getSingleResult());
  }

  private ValidatableResponse declared(int size) {
    return team.api(As.MEMBER)
        .body(Map.of("fileName", "a.png", "size", size))
        .post("/runs/1/questions")
        .then();
  }

  private String put(byte[] picture) {
    var made = declared(picture.length).statusCode(201).extract();
    String id = made.path("id");
    Uploads.put(made.path("upload.url"), picture);
    team.api(As.MEMBER)
        .post("/runs/1/questions/" + id + "/complete")
        .then()
        .statusCode(200)
        .body("state", equalTo("OPEN"));
    return id;
  }

  private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }
}
