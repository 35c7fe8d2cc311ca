package io.headstart.run;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The head alone and the run from scratch; what pages say is counted again from the answers. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class BaselinesOfRunsTest {
  private static final int EXAMPLES = 120;

  private static final IntPredicate RUN = i -> i % 12 != 0;
  private static final IntPredicate ALL = i -> true;
  private static final IntPredicate SIMPLE = i -> i % 3 != 0;
  private static final IntPredicate HEAD = i -> i % 10 != 0;
  private static final IntPredicate SCRATCH = i -> i % 12 != 1 && i % 12 != 0;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  private TestTeam team;

  @BeforeEach
  void aTeamWithData() {
    team = TestTeam.make(system);
    data.of(team);
  }

  private static int said(int label, boolean right) {
    return right ? label : 1 - label;
  }

  private static List<Prediction> answers(IntPredicate run, boolean head) {
    List<Prediction> answers = new ArrayList<>();
    for (int i = 1; i <= EXAMPLES; i++) {
      int label = i % 2;
      answers.add(
          new Prediction(
              i,
              Split.TEST,
              label,
              said(label, run.test(i)),
              List.of(0.5f, 0.5f),
              said(label, SIMPLE.test(i)),
              head ? (Integer) said(label, HEAD.test(i)) : null));
    }
    return answers;
  }

  private static int count(IntPredicate which) {
    return (int) IntStream.rangeClosed(1, EXAMPLES).filter(which).count();
  }

  private void start(Map<String, Object> settings) {
    team.api(As.MEMBER).body(settings).post("/runs").then().statusCode(201);
  }

  private void ended(IntPredicate right, boolean head) {
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.trained(job, answers(right, head));
  }

  private String page(long run) {
    return team.page(As.MEMBER).get("/runs/" + run).then().statusCode(200).extract().asString();
  }

  /** Cells of the row of the table that puts the run beside a baseline. */
  private static List<String> beside(String page, String name) {
    Matcher row =
        Pattern.compile("<tr><th scope=\"row\">" + name + "</th>(.*?)</tr>").matcher(page);
    assertTrue(row.find(), name + " has a row: " + page);
    Matcher cell = Pattern.compile("<td[^>]*>([^<]*)</td>").matcher(row.group(1));
    return cell.results().map(found -> found.group(1)).toList();
  }

  private static void assertCounted(List<String> cells, IntPredicate run, IntPredicate other) {
    int both = count(i -> run.test(i) && other.test(i));
    int onlyRun = count(i -> run.test(i) && !other.test(i));
    int onlyOther = count(i -> !run.test(i) && other.test(i));
    assertEquals(
        List.of(both, onlyRun, onlyOther, EXAMPLES - both - onlyRun - onlyOther),
        cells.subList(3, 7).stream().map(Integer::valueOf).toList());
    double points = 100.0 * (onlyRun - onlyOther) / EXAMPLES;
    assertEquals(String.format(Locale.ROOT, "%+.1f", points).replace('-', '−'), cells.get(0));
    // Agresti and Min: half an example more in each of the four cells, then Wald.
    double n = EXAMPLES + 2;
    double first = onlyRun + 0.5;
    double second = onlyOther + 0.5;
    double middle = (first - second) / n;
    double half = 1.959964 * Math.sqrt(first + second - Math.pow(first - second, 2) / n) / n;
    assertEquals(
        String.format(Locale.ROOT, "%+.1f to %+.1f", 100 * (middle - half), 100 * (middle + half))
            .replace('-', '−'),
        cells.get(1));
  }

  @Test
  void theHeadAloneStandsBesideARunThatOpensBlocks() {
    start(Map.of("dataset", 1));
    ended(RUN, true);
    String page = page(1);
    assertCounted(beside(page, "Head only"), RUN, HEAD);
    assertCounted(beside(page, "Bag of words \\+ logistic regression"), RUN, SIMPLE);
    assertTrue(page.contains("<th scope=\"row\">Head only<small>"), page);
    assertTrue(
        page.contains(String.format(Locale.ROOT, "%.3f [", count(HEAD) / (double) EXAMPLES)), page);
    assertTrue(page.contains("Whether opening blocks paid cannot be told."), page);
    assertTrue(page.contains("Transfer helped."), page);
    team.api(As.VIEWER)
        .get("/runs/1")
        .then()
        .body("result.headOnly.correct", equalTo(count(HEAD)))
        .body("result.headOnly.total", equalTo(EXAMPLES));
    team.api(As.VIEWER)
        .get("/runs/1/predictions?split=test")
        .then()
        .statusCode(200)
        .body(containsString("\"headOnly\":\"spam\""));
  }

  @Test
  void aHeadWithoutAWordOfItSaysNothing() {
    start(Map.of("dataset", 1, "frozenBlocks", 7));
    ended(RUN, false);
    String page = page(1);
    assertTrue(!page.contains("Head only"), page);
    assertTrue(!page.contains("pening blocks"), page);
    team.api(As.VIEWER).get("/runs/1").then().body("result.headOnly", nullValue());
  }

  @Test
  void anOutcomeWhoseHeadContradictsItsPredictionsIsRefused() {
    start(Map.of("dataset", 1));
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    List<Prediction> some = new ArrayList<>(answers(RUN, true));
    Prediction first = some.get(0);
    some.set(
        0,
        new Prediction(
            first.id(),
            first.split(),
            first.label(),
            first.predicted(),
            first.probabilities(),
            first.baseline(),
            null));
    assertEquals(422, worker.tryTrained(job, some).status());
  }

  @Test
  void fromScratchIsAFieldWithItsOwnDefaultsAndFaults() {
    team.api(As.MEMBER)
        .body(Map.of("dataset", 1, "fromScratch", true))
        .post("/runs")
        .then()
        .statusCode(201)
        .body("settings.fromScratch", equalTo(true))
        .body("settings.frozenBlocks", equalTo(0))
        .body("settings.headLearningRate", equalTo(1e-4f))
        .body("settings.bodyLearningRate", equalTo(1e-4f));
    team.api(As.MEMBER)
        .body(Map.of("dataset", 1, "fromScratch", true, "frozenBlocks", 3))
        .post("/runs")
        .then()
        .statusCode(422)
        .body("problems.field", contains("frozenBlocks"))
        .body("problems.why", everyItem(containsString("nothing can be frozen")));
    team.api(As.MEMBER)
        .body(Map.of("dataset", 1, "fromScratch", "perhaps"))
        .post("/runs")
        .then()
        .statusCode(422)
        .body("problems.field", contains("fromScratch"));
  }

  @Test
  void oneClickTrainsTheSameFromScratchAndTheVerdictTakesItIn() {
    start(Map.of("dataset", 1, "epochs", 5, "seed", 9, "batchSize", 8));
    ended(RUN, true);
    Response before = team.page(As.MEMBER).get("/runs/1");
    before.then().body(containsString("Train the same from scratch"));
    team.page(As.VIEWER).get("/runs/1").then().body(not(containsString("Train the same")));
    for (int press = 0; press < 2; press++) {
      click(before, "/runs/1/from-scratch")
          .then()
          .statusCode(303)
          .header("Location", containsString("/teams/" + team.slug() + "/runs/2"));
    }
    team.api(As.VIEWER)
        .get("/runs/2")
        .then()
        .body("settings.fromScratch", equalTo(true))
        .body("settings.frozenBlocks", equalTo(0))
        .body("settings.bodyLearningRate", equalTo(1e-4f))
        .body("settings.epochs", equalTo(5))
        .body("settings.seed", equalTo(9))
        .body("settings.batchSize", equalTo(8));
    String waiting = page(1);
    assertTrue(waiting.contains("trains the same network from scratch"), waiting);
    assertTrue(!waiting.contains("Train the same from scratch"), waiting);
    ended(SCRATCH, false);
    String page = page(1);
    assertCounted(beside(page, "From scratch, run 2"), RUN, SCRATCH);
    assertTrue(page.contains("same network, 5 epochs"), page);
    assertTrue(
        page.contains("points above run 2, the same network from scratch"),
        "against the harder of the two: " + page);
    assertTrue(!page.contains("Train the same from scratch"), page);
    team.api(As.VIEWER)
        .get("/runs/1")
        .then()
        .body("verdict.against", equalTo("run 2, the same network from scratch"))
        .body("verdict.answer", equalTo("HELPED"));
    String own = page(2);
    assertTrue(own.contains("Nothing was transferred."), own);
    assertTrue(own.contains("/teams/" + team.slug() + "/runs/1\">run 1</a>"), own);
    assertTrue(own.contains("The baseline of"), own);
    assertTrue(!own.contains("Train the same from scratch"), own);
    team.page(As.VIEWER).get("/runs").then().body(containsString("from scratch"));
    team.page(As.VIEWER)
        .get("/compare?runs=1,2")
        .then()
        .body(containsString("Weights at the beginning"));
    click(before, "/runs/2/from-scratch")
        .then()
        .statusCode(409)
        .body(containsString("was trained from scratch itself"));
  }

  @Test
  void theNewestThatSucceededCountsWhicheverEndsFirst() {
    start(Map.of("dataset", 1, "fromScratch", true));
    ended(SIMPLE, false);
    start(Map.of("dataset", 1));
    ended(RUN, false);
    assertCounted(beside(page(2), "From scratch, run 1"), RUN, SIMPLE);
    start(Map.of("dataset", 1, "fromScratch", true));
    ended(ALL, false);
    String page = page(2);
    assertCounted(beside(page, "From scratch, run 3"), RUN, ALL);
    assertTrue(page.contains("Transfer did not help."), page);
    assertTrue(page.contains("was not needed"), page);
    team.api(As.VIEWER).get("/runs").then().body("runs.verdict.answer", hasSize(3));
    team.api(As.VIEWER)
        .get("/runs")
        .then()
        .body("runs.verdict.answer", hasItem("DID_NOT_HELP"))
        .body("runs.verdict.answer", hasItem("NOTHING_TRANSFERRED"));
    start(Map.of("dataset", 1, "fromScratch", true));
    JobRef failed = worker.newest(team, Protocol.TRAIN);
    worker.begin(failed);
    worker.fail(failed, "by hand");
    assertCounted(beside(page(2), "From scratch, run 3"), RUN, ALL);
  }

  @Test
  void theFormBeginsWithEitherWeights() {
    team.page(As.MEMBER)
        .get("/runs/new")
        .then()
        .body(containsString("Train from scratch instead"))
        .body(containsString("fromScratch=true"));
    Response form = team.page(As.MEMBER).get("/runs/new?data=1.1&fromScratch=true");
    form.then()
        .statusCode(200)
        .body(containsString("Begin with the pre-trained weights instead"))
        .body(containsString("name=\"frozenBlocks\" value=\"0\""))
        .body(containsString("value=\"1.0e-4\""));
    Map<String, String> values =
        Map.of(
            "data", "1.1", "fromScratch", "true", "frozenBlocks", "0", "epochs", "2", "key", "k");
    post(form, "/runs", values).then().statusCode(303);
    team.api(As.VIEWER).get("/runs/1").then().body("settings.fromScratch", equalTo(true));
    team.page(As.MEMBER)
        .get("/runs/new?again=1")
        .then()
        .body(containsString("Begin with the pre-trained weights instead"));
    team.page(As.MEMBER)
        .get("/runs/new?again=1&fromScratch=false")
        .then()
        .body(containsString("Train from scratch instead"));
  }

  private Response click(Response page, String path) {
    Matcher key = Pattern.compile("name=\"key\" value=\"([^\"]+)\"").matcher(page.asString());
    assertTrue(key.find(), "the page has a button");
    return post(page, path, Map.of("key", key.group(1)));
  }

  private Response post(Response page, String path, Map<String, String> values) {
    Matcher token =
        Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"").matcher(page.asString());
    assertTrue(token.find(), "the page has a form");
    return team.page(As.MEMBER)
        .cookie("csrf-token", page.getCookie("csrf-token"))
        .contentType(ContentType.URLENC)
        .formParam("csrf-token", token.group(1))
        .formParams(values)
        .post(path);
  }
}
