package io.headstart.team;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class SignInTest {
  @Inject Fixtures fixtures;

  @TestHTTPResource("/sign-out")
  URI signOut;

  private Crew crew;

  @BeforeEach
  void makeCrew() {
    crew = fixtures.crew();
    fixtures.password(crew.member());
  }

  private ValidatableResponse attempt(String email, String password, String to) {
    return Person.strangersForm()
        .formParam("email", email)
        .formParam("password", password)
        .formParam("to", to)
        .post("/sign-in")
        .then();
  }

  @Test
  void theRightPasswordOpensASessionAndLeadsBackToWhereOneWanted() {
    Cookie cookie =
        attempt(
                crew.member().email().toUpperCase(Locale.ROOT),
                Fixtures.PASSWORD,
                crew.pages() + "/tokens?x=1")
            .statusCode(303)
            .header("Location", containsString(crew.pages() + "/tokens?x=1"))
            .extract()
            .detailedCookie("hs_session");
    assertTrue(cookie.isHttpOnly());
    assertEquals("Lax", cookie.getSameSite());
    Person.stranger()
        .cookie("hs_session", cookie.getValue())
        .get(crew.pages() + "/tokens")
        .then()
        .statusCode(200);
  }

  @Test
  void nobodyIsLedToAForeignAddress() {
    for (String to :
        new String[] {"https://evil.example", "//evil.example", "/\\evil.example", "x"}) {
      attempt(crew.member().email(), Fixtures.PASSWORD, to)
          .statusCode(303)
          .header("Location", not(containsString("evil")));
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
    String nobody = "nobody-" + UUID.randomUUID() + "@example.org";
    String unknown = attempt(nobody, "wrong", "/").statusCode(422).extract().asString();
    String wrong =
        attempt(crew.member().email(), "wrong", "/").statusCode(422).extract().asString();
    assertEquals(unknown.replace(nobody, "X"), wrong.replace(crew.member().email(), "X"));
  }

  @Test
  void afterFiveWrongTriesEvenTheRightPasswordWaits() {
    for (int i = 0; i < SignInTries.FOR_ACCOUNT_FROM_ADDRESS; i++) {
      attempt(crew.member().email(), "wrong", "/").statusCode(422);
    }
    attempt(crew.member().email(), Fixtures.PASSWORD, "/")
        .statusCode(429)
        .body(containsString("possible again in 5 minutes"));
    fixtures.system(
        "update sign_in_tries set blocked_until = now() where blocked_until is not null");
    attempt(crew.member().email(), Fixtures.PASSWORD, "/").statusCode(303);
  }

  @Test
  void aSessionEndsBySignOutAtOnce() {
    crew.member().form().post("/sign-out").then().statusCode(303).cookie("hs_session", "");
    crew.member()
        .browser()
        .get(crew.pages() + "/tokens")
        .then()
        .statusCode(303)
        .header("Location", containsString("/sign-in?to="));
  }

  @Test
  void aSessionEndsByIdlenessAndByAge() {
    fixtures.system(
        "update sessions set expires_at = now() - interval '1 second' where user_id = ?1",
        crew.member().id());
    crew.member().browser().get(crew.pages() + "/tokens").then().statusCode(303);
    fixtures.system(
        "update sessions set last_used_at = now() - interval '1 hour', expires_at = now() +"
            + " interval '5 second', ends_at = now() + interval '10 second' where user_id = ?1",
        crew.viewer().id());
    crew.viewer().browser().get(crew.pages() + "/tokens").then().statusCode(200);
    assertEquals(
        1,
        fixtures.system(
            "update sessions set last_used_at = now() where user_id = ?1 and expires_at = ends_at",
            crew.viewer().id()),
        "use moves the end, but never beyond the longest life");
  }

  @Test
  void theEndOfAMembershipActsAtOnce() {
    crew.member().api().get(crew.api()).then().statusCode(200);
    fixtures.system(
        "delete from memberships where team_id = ?1 and user_id = ?2",
        crew.team().id(),
        crew.member().id());
    crew.member().browser().get(crew.pages() + "/tokens").then().statusCode(404);
    crew.member().api().get(crew.api()).then().statusCode(401);
  }

  @Test
  void aDisabledAccountIsNobody() {
    fixtures.system("update users set disabled_at = now() where id = ?1", crew.member().id());
    crew.member().browser().get(crew.pages() + "/tokens").then().statusCode(303);
    crew.member().api().get(crew.api()).then().statusCode(401);
    attempt(crew.member().email(), Fixtures.PASSWORD, "/").statusCode(422);
  }

  @Test
  void aPostThatIsNotOurFormIsRefused() throws IOException, InterruptedException {
    crew.member()
        .browser()
        .contentType("application/x-www-form-urlencoded")
        .formParam("x", "y")
        .post("/sign-out")
        .then()
        .statusCode(400);
    // RestAssured would send a form's content type even without a body.
    HttpRequest bare =
        HttpRequest.newBuilder(signOut)
            .header(
                "Cookie", "hs_session=" + crew.member().session() + "; csrf-token=" + Person.CSRF)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(bare, HttpResponse.BodyHandlers.ofString());
    assertEquals(400, answer.statusCode());
    crew.member()
        .browser()
        .contentType("text/plain")
        .body("csrf-token=" + Person.CSRF)
        .post("/sign-out")
        .then()
        .statusCode(400);
    crew.member().browser().get(crew.pages() + "/tokens").then().statusCode(200);
  }

  @Test
  void theScriptOfAPageIsLedToTheSignInPageAsAWhole() {
    Person.stranger()
        .header("HX-Request", "true")
        .get(crew.pages() + "/tokens")
        .then()
        .statusCode(204)
        .header("HX-Redirect", startsWith("/sign-in?to="))
        .header("Location", nullValue());
  }

  @Test
  void everyAnswerCarriesThePolicy() {
    for (String path :
        new String[] {"/sign-in", "/nothing/here", "/api/v1/nothing", crew.pages() + "/tokens"}) {
      crew.member()
          .browser()
          .get(path)
          .then()
          .header("Content-Security-Policy", containsString("script-src 'self'"))
          .header("X-Content-Type-Options", "nosniff");
    }
  }
}
