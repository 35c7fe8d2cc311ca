package io.headstart.run.errors;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.dataset.PurgeDatasets;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamWork;
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
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of errors: each number is counted again here, from the predictions themselves. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class ErrorPagesTest {
  private static final String[] LABELS = {"ham", "spam"};

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;
  @Inject PurgeDatasets purge;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private final List<Prediction> said = new ArrayList<>();
  private TestTeam team;

  /** 200 predictions of test, of which about a third is wrong, and three of validation. */
  @BeforeEach
  void aRunThatErrs() {
    team = TestTeam.make(system);
    data.of(team);
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    Random random = new Random(4);
    for (int id = 15; id < 218; id++) {
      int label = id % 2;
      int predicted = random.nextInt(3) == 0 ? 1 - label : label;
      float sure = 0.5f + random.nextInt(50) / 100f; // many are equally sure
      said.add(
          new Prediction(
              id,
              id < 18 ? Split.VALIDATION : Split.TEST,
              label,
              predicted,
              predicted == 0 ? List.of(sure, 1 - sure) : List.of(1 - sure, sure),
              label,
              null));
    }
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.trained(job, said);
  }

  private List<Prediction> test() {
    return said.stream().filter(p -> p.split() == Split.TEST).toList();
  }

  private String page(String query) {
    return team.page(As.VIEWER)
        .get("/runs/1/errors" + query)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void theMatrixCountsThePredictions() {
    Map<String, Long> cells = new HashMap<>();
    for (Prediction p : test()) {
      cells.merge(LABELS[p.label()] + " answered as " + LABELS[p.predicted()], 1L, Long::sum);
    }
    for (String html :
        List.of(
            page(""),
            team.page(As.VIEWER).get("/runs/1").then().statusCode(200).extract().asString())) {
      Map<String, Long> shown = new HashMap<>();
      Matcher cell =
          Pattern.compile("aria-label=\"(\\d+) of 100 ([a-z]+ answered as [a-z]+)\">(\\d+)</a>")
              .matcher(html);
      while (cell.find()) {
        assertEquals(cell.group(1), cell.group(3));
        shown.put(cell.group(2), Long.valueOf(cell.group(1)));
      }
      assertEquals(cells, shown);
    }
  }

  @Test
  void scoresOfClassesAndCalibrationAreThoseOfThePredictions() {
    String html = page("?sort=name");
    for (int c = 0; c < 2; c++) {
      int label = c;
      double support = test().stream().filter(p -> p.label() == label).count();
      double answered = test().stream().filter(p -> p.predicted() == label).count();
      double hits =
          test().stream().filter(p -> p.label() == label && p.predicted() == label).count();
      String row = html.substring(html.indexOf("label=" + c + "#examples\">" + LABELS[c]));
      assertTrue(row.contains("<b>" + three(hits / answered) + "</b>"), "precision");
      assertTrue(row.contains("<b>" + three(hits / support) + "</b>"), "recall");
      assertTrue(row.contains("<b>" + three(2 * hits / (support + answered)) + "</b>"), "F1");
    }
    double[] sum = new double[15];
    for (Prediction p : test()) {
      double sure = p.probabilities().get(p.predicted());
      sum[Math.min(14, (int) Math.floor(sure * 15))] += (p.label() == p.predicted() ? 1 : 0) - sure;
    }
    double error = 0;
    for (double bin : sum) {
      error += Math.abs(bin) / 200;
    }
    String calibration = html.substring(html.indexOf("Calibration error (ECE)"));
    assertTrue(calibration.substring(0, 200).contains(three(error)), () -> "ECE");
  }

  @Test
  void whatWasNeverAskedHasNoShare() {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.trained(
        job,
        List.of(
            new Prediction(1, Split.TEST, 0, 0, List.of(0.9f, 0.1f), 0, null),
            new Prediction(2, Split.TEST, 0, 0, List.of(0.8f, 0.2f), 1, null)));
    String html =
        team.page(As.VIEWER)
            .get("/runs/2/errors?sort=name")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    String matrix = html.substring(html.indexOf("confusion"), html.indexOf("By class"));
    assertTrue(matrix.contains("100 %"), "ham has a recall");
    assertTrue(matrix.contains("no example"), "spam has none");
    String spam = html.substring(html.indexOf("label=1#examples\">spam"));
    String row = spam.substring(0, spam.indexOf("</tr>"));
    assertTrue(row.contains("never answered"), row);
    assertEquals(3, row.split("no example", -1).length, "recall and F1");
  }

  private static String three(double value) {
    return String.format(Locale.ENGLISH, "%.3f", value);
  }

  @Test
  void theSurestErrorsComeFirstAndEachComesOnce() {
    List<Long> expected =
        test().stream()
            .filter(p -> p.label() != p.predicted())
            .sorted(
                Comparator.comparingDouble((Prediction p) -> -p.probabilities().get(p.predicted()))
                    .thenComparingLong(Prediction::id))
            .map(Prediction::id)
            .toList();
    List<Long> seen = new ArrayList<>();
    String query = "";
    while (query != null) {
      String html = page(query);
      Matcher row = Pattern.compile("class=\"run-no\">row (\\d+)<").matcher(html);
      while (row.find()) {
        seen.add(Long.valueOf(row.group(1)));
      }
      Matcher next = Pattern.compile("rel=\"next\" href=\"[^?]*([^\"#]*)#").matcher(html);
      query = next.find() ? next.group(1).replace("&amp;", "&") : null;
    }
    assertEquals(expected, seen);
    assertTrue(seen.size() > 50, "more than two pages");
  }

  @Test
  void aCellShowsItsTextsAndADeletedDataSetTakesThemAlong() {
    Prediction hit = test().stream().filter(p -> p.id() == 18 || p.id() == 19).findFirst().get();
    String cell = "?label=" + hit.label() + "&predicted=" + hit.predicted();
    Prediction validated = said.get(0);
    String validation =
        "?split=validation&label=" + validated.label() + "&predicted=" + validated.predicted();
    assertTrue(page(validation).contains("mail 15 &lt;b&gt;not bold&lt;/b&gt;"));
    assertEquals(6L, kept(), "of validation and test, not of training");
    assertTrue(page(cell).contains("answered"));
    team.api(As.OWNER).delete("/datasets/1").then().statusCode(204);
    purge.purge();
    assertEquals(0L, kept());
    String gone = page(validation);
    assertTrue(gone.contains("Its data set was deleted."));
    assertEquals(0L, kept(), "it isn't read again");
  }

  private long kept() {
    return work.call(
        team.ref(),
        () ->
            (Long)
                database
                    .createNativeQuery("select count(*) from dataset_examples", Long.class)
                    .getSingleResult());
  }

  @Test
  void whatCannotBeAnsweredIsRefused() {
    team.page(As.VIEWER).get("/runs/1/errors?after=ff").then().statusCode(400);
    team.page(As.VIEWER).get("/runs/1/errors?label=2").then().statusCode(404);
    team.page(As.VIEWER)
        .get("/runs/1/errors?split=validation")
        .then()
        .body(containsString("flatter the run"))
        .body(not(containsString("of 100 ham")));
  }
}
