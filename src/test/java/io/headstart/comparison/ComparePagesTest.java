package io.headstart.comparison;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.protocol.Heartbeat;
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

/** The comparison: its numbers are counted again here, from the rules that the answers follow. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class ComparePagesTest {
  private static final int EXAMPLES = 120;

  /** Which examples each run answers rightly. */
  private static final List<IntPredicate> RIGHT =
      List.of(i -> i % 10 != 0, i -> i % 4 != 0, i -> i % 10 != 0 || i % 20 == 0);

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  private TestTeam team;

  @BeforeEach
  void threeRunsOnTheSameRows() {
    team = TestTeam.make(system);
    data.of(team);
    for (int run = 0; run < RIGHT.size(); run++) {
      worker.trained(begun(Map.of("dataset", 1, "epochs", 3 + run)), answers(RIGHT.get(run)));
    }
  }

  private JobRef begun(Map<String, Object> settings) {
    team.api(As.MEMBER).body(settings).post("/runs").then().statusCode(201);
    JobRef job = worker.newest(team, Protocol.TRAIN);
    worker.begin(job);
    worker.beat(
        job,
        new Heartbeat.Progress("training", 10, 100, "steps", 1, 3, 0.5),
        List.of(
            new Heartbeat.Point("validation_loss", 10, 1, 0.5),
            new Heartbeat.Point("validation_accuracy", 10, 1, 0.75)));
    return job;
  }

  private static List<Prediction> answers(IntPredicate right) {
    List<Prediction> answers = new ArrayList<>();
    for (int i = 1; i <= EXAMPLES; i++) {
      int label = i % 2;
      answers.add(
          new Prediction(
              i,
              Split.TEST,
              label,
              right.test(i) ? label : 1 - label,
              List.of(0.5f, 0.5f),
              label,
              null));
    }
    return answers;
  }

  private String page(String query) {
    return team.page(As.VIEWER).get("/compare" + query).then().statusCode(200).extract().asString();
  }

  /** Exact two-sided p of McNemar's test, by adding up the binomial coefficients. */
  private static double exact(int run, int reference) {
    int only = count(i -> RIGHT.get(run).test(i) && !RIGHT.get(reference).test(i));
    int other = count(i -> !RIGHT.get(run).test(i) && RIGHT.get(reference).test(i));
    int all = only + other;
    double tail = 0;
    double coefficient = 1;
    for (int k = 0; k <= Math.min(only, other); k++) {
      tail += coefficient;
      coefficient = coefficient * (all - k) / (k + 1);
    }
    return Math.min(1, 2 * tail / Math.pow(2, all));
  }

  private static int count(IntPredicate rule) {
    return (int) IntStream.rangeClosed(1, EXAMPLES).filter(rule).count();
  }

  @Test
  void differencesAndTestsAreThoseOfTheAnswers() {
    String html = page("?runs=1,2,3");
    double second = exact(1, 0);
    double third = exact(2, 0);
    double smaller = Math.min(second, third);
    double[] adjusted = {
      second == smaller ? Math.min(1, 2 * second) : Math.max(second, Math.min(1, 2 * third)),
      third == smaller ? Math.min(1, 2 * third) : Math.max(third, Math.min(1, 2 * second))
    };
    for (int run = 1; run < 3; run++) {
      double points = 100.0 * (count(RIGHT.get(run)) - count(RIGHT.get(0))) / EXAMPLES;
      String signed = String.format(Locale.ENGLISH, "%+.1f", points).replace('-', '−') + " points";
      double p = adjusted[run - 1];
      String proof = p < 0.001 ? "p &lt; 0.001" : String.format(Locale.ENGLISH, "p = %.3f", p);
      int at = html.indexOf("Run " + (run + 1) + ": " + signed);
      assertTrue(at > 0, () -> signed);
      assertTrue(html.substring(at, at + 160).contains(proof + " after Holm"), proof);
    }
    for (int run = 0; run < 3; run++) {
      String share = String.format(Locale.ENGLISH, "%.3f", count(RIGHT.get(run)) / 120.0);
      assertTrue(html.contains("<td>" + share + " ["), share);
    }
    assertTrue(html.contains("120 test examples, paired"));
    assertTrue(html.contains("Run 2 is worse than run 1."));
  }

  @Test
  void onlyWhatDiffersIsShownUnlessAskedFor() {
    String differing = page("?runs=1,2");
    assertTrue(differing.contains("<th scope=\"row\">Epochs</th>"));
    assertTrue(!differing.contains("<th scope=\"row\">Seed</th>"));
    assertTrue(page("?runs=1,2&all=true").contains("<th scope=\"row\">Seed</th>"));
  }

  @Test
  void theExamplesOnWhichTheyDisagreeAreListedOnce() {
    List<Integer> expected =
        IntStream.rangeClosed(1, EXAMPLES)
            .filter(i -> RIGHT.get(0).test(i) != RIGHT.get(1).test(i))
            .boxed()
            .toList();
    List<Integer> seen = new ArrayList<>();
    String query = "?runs=1,2";
    while (query != null) {
      String html = page(query);
      Matcher row = Pattern.compile("class=\"run-no\">row (\\d+)<").matcher(html);
      while (row.find()) {
        seen.add(Integer.valueOf(row.group(1)));
      }
      Matcher next = Pattern.compile("rel=\"next\" href=\"[^?]*([^\"#]*)#").matcher(html);
      query = next.find() ? next.group(1).replace("&amp;", "&") : null;
    }
    assertEquals(expected, seen);
    assertTrue(seen.size() > 25, "more than a page");
  }

  @Test
  void whatWasTestedOnOtherRowsOrNotAtAllIsLeftOutWithTheReason() {
    JobRef check = data.uploaded(team);
    worker.checked(check, true, "letter");
    team.api(As.MEMBER).post("/datasets/2/checks/1/accept").then().statusCode(201);
    worker.trained(begun(Map.of("dataset", 2)), answers(RIGHT.get(0)));
    begun(Map.of("dataset", 1));
    String html = page("?runs=1,2,4,5");
    assertTrue(html.contains("Run 4 is not comparable."));
    assertTrue(html.contains("It was tested on other rows"));
    assertTrue(html.contains("Run 5 is not comparable."));
    assertTrue(html.contains("the test split is asked once, at the end"));
    assertTrue(html.contains("Run 2: "), "the pair that can be compared is");
    team.page(As.VIEWER)
        .get("/compare?runs=1,4")
        .then()
        .statusCode(200)
        .body(containsString("Nothing can be compared."));
  }

  @Test
  void theAddressIsTheComparison() {
    team.page(As.VIEWER)
        .get("/compare?runs=2&runs=1&runs=2")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/compare?runs=2,1"));
    assertTrue(page("?runs=1,2&reference=2").contains("Run 1 is better than run 2."));
    for (String wrong : List.of("", "?runs=1", "?runs=1,x", "?runs=1,2,3,4,5,6,7,8,9,10,11")) {
      team.page(As.VIEWER).get("/compare" + wrong).then().statusCode(400);
    }
    team.page(As.VIEWER).get("/compare?runs=1,99").then().statusCode(404);
    team.page(As.VIEWER).get("/compare?runs=1,2&reference=3").then().statusCode(404);
  }

  @Test
  void curvesOfAllRunsComeInOneAnswer() {
    List<String> series =
        team.page(As.VIEWER)
            .accept("application/json")
            .get("/compare/points?runs=1,3")
            .then()
            .statusCode(200)
            .extract()
            .path("points.series");
    assertEquals(List.of("run 1_accuracy", "run 1_loss", "run 3_accuracy", "run 3_loss"), series);
  }

  @Test
  void itCanBeTakenAlongAsMarkdown() {
    team.page(As.VIEWER)
        .get("/compare?runs=1,2")
        .then()
        .body(containsString("| Epochs | 3 | 4 |"))
        .body(containsString("**Run 2 is worse than run 1.**"))
        .body(not(containsString("| Seed |")));
  }
}
