package io.headstart.run.history;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
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
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of runs: four of them, two with a result, one failed, one waiting. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class HistoryPagesTest {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  private TestTeam team;

  @BeforeEach
  void fourRuns() {
    team = TestTeam.make(system);
    data.of(team);
    worker.trained(begun(), 8, 1, 0, 1);
    worker.trained(begun(), 5, 0, 4, 1);
    worker.fail(begun(), "The loss is no number any more; take a lower rate");
    start();
  }

  private JobRef begun() {
    JobRef job = start();
    worker.begin(job);
    return job;
  }

  private JobRef start() {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }

  /** Numbers of the runs shown, in order. */
  private List<Integer> shown(String query) {
    String html =
        team.page(As.VIEWER)
            .urlEncodingEnabled(false) // a space is the plus of a browser's form
            .get("/runs" + query)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    return Pattern.compile("class=\"run-no\">(\\d+)<")
        .matcher(html)
        .results()
        .map((MatchResult found) -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private Response send(As role, String path, Map<String, ?> values) {
    Response page = team.page(role).get("/runs/1");
    Matcher token =
        Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"").matcher(page.asString());
    assertTrue(token.find(), "the page has a form");
    return team.page(role)
        .cookie("csrf-token", page.getCookie("csrf-token"))
        .contentType(ContentType.URLENC)
        .formParam("csrf-token", token.group(1))
        .formParams(values)
        .post("/runs/" + path);
  }

  @Test
  void itIsSortedByWhatItsHeadersSay() {
    assertEquals(List.of(4, 3, 2, 1), shown(""));
    assertEquals(List.of(1, 2, 3, 4), shown("?dir=asc"));
    assertEquals(List.of(1, 2, 4, 3), shown("?sort=accuracy"));
    assertEquals(List.of(2, 1, 3, 4), shown("?sort=accuracy&dir=asc"));
    assertEquals(4, shown("?sort=time").get(3), "it has not worked yet");
    team.page(As.VIEWER)
        .get("/runs?sort=accuracy")
        .then()
        .body(containsString("aria-sort=\"descending\"><a href=\"/teams/" + team.slug()))
        .body(containsString("sort=accuracy&amp;dir=asc"));
    team.page(As.VIEWER).get("/runs?after=zz").then().statusCode(400);
  }

  @Test
  void itIsNarrowedByWhatItsAddressSays() {
    assertEquals(List.of(4), shown("?state=open"));
    assertEquals(List.of(2, 1), shown("?state=succeeded"));
    assertEquals(List.of(4, 3, 2, 1), shown("?q=mails"));
    assertEquals(List.of(), shown("?q=mails+nowhere"));
    assertEquals(List.of(3), shown("?q=3"));
    assertEquals(List.of(4, 3, 2, 1), shown("?who=" + team.user(As.MEMBER)));
    assertEquals(List.of(), shown("?who=headstart"));
    assertEquals(List.of(), shown("?data=2"));
    assertEquals(List.of(4, 3, 2, 1), shown("?data=1&base=minilm-l6"));
    team.page(As.VIEWER)
        .get("/runs?state=open&q=mails&cols=time")
        .then()
        .body(containsString("Take the filter mails off"))
        .body(not(containsString("Accuracy on test")));
  }

  @Test
  void tagsArchiveAndStopWorkOnSeveralAtOnce() {
    send(As.MEMBER, "ticked/tag", Map.of("runs", List.of(1, 2), "tag", "best", "back", "sort=time"))
        .then()
        .statusCode(303)
        .header("Location", endsWith("/runs?sort=time"));
    assertEquals(List.of(2, 1), shown("?tag=best"));
    assertEquals(List.of(2, 1), shown("?q=BEST"));
    send(As.MEMBER, "ticked/archive", Map.of("runs", List.of(2, 3))).then().statusCode(303);
    assertEquals(List.of(4, 1), shown(""));
    assertEquals(List.of(3, 2), shown("?archived=true"));
    send(As.MEMBER, "ticked/restore", Map.of("runs", List.of(3))).then().statusCode(303);
    assertEquals(List.of(4, 3, 1), shown(""));
    send(As.MEMBER, "ticked/stop", Map.of("runs", List.of(3, 4)))
        .then()
        .statusCode(409)
        .body(containsString("Run 3 was not stopped."))
        .body(containsString("Run 4 was not stopped."));
    send(As.MEMBER, "ticked/tag", Map.of("tag", "best"))
        .then()
        .statusCode(422)
        .body(containsString("No run is ticked."));
    send(As.MEMBER, "ticked/tag", Map.of("runs", List.of(1, 99), "tag", "half"))
        .then()
        .statusCode(404);
    assertEquals(List.of(), shown("?tag=half"), "all or nothing");
  }

  @Test
  void aNoteStandsOnTheRunAndIsFound() {
    send(As.MEMBER, "1/note", Map.of("note", "Kept for the <demo>", "tags", "best, demo , best"))
        .then()
        .statusCode(303);
    team.page(As.VIEWER)
        .get("/runs/1")
        .then()
        .body(containsString("Kept for the &lt;demo&gt;"))
        .body(containsString("/runs?tag=demo\""));
    assertEquals(List.of(1), shown("?q=kept+DEMO"));
    assertEquals(List.of(1), shown("?tag=best"));
    send(As.MEMBER, "1/note", Map.of("note", "", "tags", "x".repeat(41)))
        .then()
        .statusCode(422)
        .body(containsString("has 41 characters"));
    assertEquals(List.of(1), shown("?tag=best"), "nothing was changed");
  }

  @Test
  void itIsTakenAlongAsCsvAndAsJsonLines() throws Exception {
    send(As.MEMBER, "2/note", Map.of("note", "=SUM(A1)", "tags", "a,b")).then().statusCode(303);
    String csv =
        team.page(As.VIEWER)
            .accept("*/*")
            .get("/runs/runs.csv?sort=accuracy")
            .then()
            .statusCode(200)
            .header("Content-Disposition", containsString("runs.csv"))
            .extract()
            .asString();
    List<String> lines = csv.lines().toList();
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).startsWith("number,state,data,baseModel,"));
    assertTrue(lines.get(1).startsWith("\"1\",\"SUCCEEDED\","));
    assertTrue(lines.get(2).contains("\"a, b\",\"'=SUM(A1)\""), "no formula");
    String jsonl =
        team.page(As.VIEWER)
            .accept("*/*")
            .get("/runs/runs.jsonl?state=succeeded&sort=accuracy")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    List<String> runs = jsonl.lines().toList();
    assertEquals(2, runs.size());
    JsonNode best = Protocol.json().readTree(runs.get(0));
    assertEquals(0.9, best.get("accuracy").asDouble(), 1e-12);
    assertEquals(0.1, best.get("difference").asDouble(), 1e-12);
    assertTrue(best.get("seconds").isNumber(), best.toString());
    assertEquals("=SUM(A1)", Protocol.json().readTree(runs.get(1)).get("note").asText());
  }

  @Test
  void aViewIsKeptForOneselfAndReplacedByTheNextOfItsName() {
    String narrowed = "state=succeeded&sort=accuracy";
    assertTrue(page("?" + narrowed).contains("Save view"), "a narrowed table is worth a name");
    assertTrue(!page("").contains("Save view"), "the plain one isn't");
    team.submit(As.VIEWER, "/runs?" + narrowed, "/runs/views", view(" best first ", narrowed))
        .then()
        .statusCode(303);
    String kept = page("?" + narrowed);
    assertTrue(
        kept.contains(
            "/runs?state=succeeded&amp;sort=accuracy\" aria-current=\"true\">best first<"),
        kept);
    assertTrue(!kept.contains("Save view"), "it has a name already");
    String other = team.page(As.MEMBER).get("/runs").then().extract().asString();
    assertTrue(!other.contains("best first"), "nobody else sees it");
    team.submit(As.VIEWER, "/runs?tag=x", "/runs/views", view("best first", "tag=x"))
        .then()
        .statusCode(303);
    String replaced = page("");
    assertTrue(replaced.contains("/runs?tag=x\">best first<"), replaced);
    assertEquals(1, replaced.split(">best first<", -1).length - 1);

    team.submit(As.VIEWER, "/runs?tag=x", "/runs/views", view("  ", "tag=x"))
        .then()
        .statusCode(422)
        .body(containsString("The view has no name."));
    team.submit(As.VIEWER, "/runs?tag=x", "/runs/views", view("n".repeat(61), "tag=x"))
        .then()
        .statusCode(422)
        .body(containsString("has 61 characters; 60 fit"));

    Matcher id = Pattern.compile("/runs/views/([-0-9a-f]+)/delete").matcher(replaced);
    assertTrue(id.find());
    String delete = "/runs/views/" + id.group(1) + "/delete";
    team.submit(As.MEMBER, "/runs", delete, Map.of("back", "")).then().statusCode(404);
    team.submit(As.VIEWER, "/runs", delete, Map.of("back", "")).then().statusCode(303);
    assertTrue(!page("").contains("best first"));
  }

  @Test
  void nobodyKeepsMoreViewsThanFitAbove() {
    for (int i = 0; i < 20; i++) {
      team.submit(As.VIEWER, "/runs?tag=x", "/runs/views", view("view " + i, "tag=" + i))
          .then()
          .statusCode(303);
    }
    team.submit(As.VIEWER, "/runs?tag=x", "/runs/views", view("one more", "tag=x"))
        .then()
        .statusCode(422)
        .body(containsString("You keep 20 views already."));
    team.submit(As.VIEWER, "/runs?tag=x", "/runs/views", view("view 3", "tag=x"))
        .then()
        .statusCode(303);
  }

  @Test
  void theRowOfARunThatGoesOnFetchesItselfAgainUntilItHasEnded() {
    String table = page("?sort=time");
    assertTrue(
        table.contains("/runs/4/row?sort=time\" hx-trigger=\"every 3s\""), "run 4 waits: " + table);
    assertTrue(!table.contains("/runs/1/row"), "run 1 has ended");
    String row = row(4, "?sort=time");
    assertTrue(row.contains("hx-get"), row);
    assertTrue(!row.contains("<html"), "a row and nothing else");
    team.api(As.MEMBER).post("/runs/4/cancel").then().statusCode(200);
    String ended = row(4, "");
    assertTrue(!ended.contains("hx-get"), ended);
    assertTrue(ended.contains("Cancelled"), ended);
    assertTrue(!row(1, "?cols=time").contains("Accuracy on test"), "with the columns chosen");
    team.page(As.VIEWER).get("/runs/99/row").then().statusCode(404);
  }

  private static Map<String, String> view(String name, String back) {
    return Map.of("viewName", name, "back", back);
  }

  private String page(String query) {
    return team.page(As.VIEWER).get("/runs" + query).then().statusCode(200).extract().asString();
  }

  private String row(long run, String query) {
    return team.page(As.VIEWER)
        .get("/runs/" + run + "/row" + query)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
