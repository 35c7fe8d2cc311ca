package io.headstart.platform.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class ProblemTest {
  private static final String PATH = "/api/v1/problem-test";

  @TestHTTPResource(PATH)
  URI address;

  private static ValidatableResponse post(String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post(PATH)
        .then()
        .contentType("application/problem+json")
        .body("request", matchesPattern("[0-9a-f]{16}"));
  }

  @Test
  void aProblemOfOursSaysWhatWhereAndTheWayOut() {
    given()
        .get(PATH + "?how=problem")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body(
            "type", equalTo("/problems/of-a-test"),
            "title", equalTo("It failed"),
            "problems[0].field", equalTo("how"),
            "problems[0].fix", equalTo("Don't."));
  }

  @Test
  void allBrokenConstraintsAreNamedAtOnce() {
    post("{\"name\": \" \", \"epochs\": 99, \"parts\": [{\"rate\": 1}, {\"rate\": -1}]}")
        .statusCode(422)
        .body("title", equalTo("3 values aren't right"))
        .body("problems.field", hasItems("name", "epochs", "parts[1].rate"))
        .body("problems.find { it.field == 'epochs' }.fix", equalTo("Use 50 or less."));
  }

  @Test
  void unreadableJsonNamesLineAndColumn() {
    post("{\n  \"name\": \"x\",\n  oops}")
        .statusCode(400)
        .body("problems[0].why", containsString("line 3, column"))
        .body("problems[0].why", not(containsString("com.fasterxml")));
  }

  @Test
  void aValueThatDoesNotFitNamesItsFieldAndWhatWould() {
    post("{\"name\": \"x\", \"epochs\": \"many\"}")
        .statusCode(400)
        .body(
            "problems[0].field",
            equalTo("epochs"),
            "problems[0].fix",
            equalTo("Give a whole number."));
    post("{\"name\": \"x\", \"epochs\": 2, \"mood\": \"SO_SO\"}")
        .statusCode(400)
        .body("problems[0].field", equalTo("mood"), "problems[0].fix", containsString("GOOD, BAD"));
    post("{\"name\": \"x\", \"epochs\": 2, \"parts\": [{\"rate\": {}}]}")
        .statusCode(400)
        .body("problems[0].field", equalTo("parts[0].rate"));
    post("[]").statusCode(400);
  }

  @Test
  void aMissingBodyIsTheCallersMistake() throws IOException, InterruptedException {
    HttpRequest bare =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(bare, HttpResponse.BodyHandlers.ofString());
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("/problems/body-missing"), answer.body());
    post("null").statusCode(400);
  }

  @Test
  void aFaultOfOursTellsNothingButAnId() {
    given()
        .get(PATH + "?how=fault")
        .then()
        .statusCode(500)
        .body("type", equalTo("/problems/internal"))
        .body(not(containsString("secret")));
  }

  @Test
  void whatTheFrameworkRefusesHasTheSameForm() {
    given()
        .get("/api/v1/nothing")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/not-found"));
    given()
        .delete(PATH)
        .then()
        .statusCode(405)
        .body("type", equalTo("/problems/method-not-allowed"));
    given()
        .contentType("text/csv")
        .body("a,b")
        .post(PATH)
        .then()
        .statusCode(415)
        .body("type", equalTo("/problems/unsupported-media-type"));
    given().get(PATH + "?how=x&number=many").then().statusCode(404);
  }

  @Test
  void aBrowserGetsAPageOfTheSameWords() {
    given()
        .accept("text/html")
        .get("/nothing/here")
        .then()
        .statusCode(404)
        .contentType("text/html")
        .body(containsString("There is nothing at this address"), containsString("<main"));
  }
}
