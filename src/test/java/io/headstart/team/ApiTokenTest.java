package io.headstart.team;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class ApiTokenTest {
  private static final Pattern TOKEN = Pattern.compile("hs_[A-Za-z0-9_-]{43}");

  @Inject Fixtures fixtures;
  private Crew crew;

  @BeforeEach
  void makeCrew() {
    crew = fixtures.crew();
  }

  private String create(Person by, String name) {
    String page =
        by.form()
            .formParam("name", name)
            .formParam("scope", "WRITE")
            .formParam("days", "30")
            .post(crew.pages() + "/tokens")
            .then()
            .statusCode(201)
            .body(containsString("curl -H"))
            .extract()
            .asString();
    Matcher token = TOKEN.matcher(page);
    assertTrue(token.find());
    return token.group();
  }

  private static String revokeAddress(String page, String name) {
    Matcher form = Pattern.compile("Revoke " + name + "\\?.*?", Pattern.DOTALL).matcher(page);
    assertTrue(form.find(), name);
    Matcher action = Pattern.compile("action=\"([^\"]+/revoke)\"").matcher(page);
    String found = "";
    while (action.find() && action.start() < form.start()) {
      found = action.group(1);
    }
    return found;
  }

  @Test
  void aTokenIsShownOnceActsAsItsUserAndIsRevokedAtOnce() {
    String token = create(crew.member(), "nightly");
    String page =
        crew.member()
            .browser()
            .get(crew.pages() + "/tokens")
            .then()
            .statusCode(200)
            .body(containsString(token.substring(0, ApiToken.SHOWN)), not(containsString(token)))
            .extract()
            .asString();
    given()
        .header("Authorization", "Bearer " + token)
        .get(crew.api())
        .then()
        .statusCode(200)
        .body("slug", equalTo(crew.slug()), "role", equalTo("member"));
    crew.member().form().post(revokeAddress(page, "nightly")).then().statusCode(303);
    given()
        .header("Authorization", "Bearer " + token)
        .get(crew.api())
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/sign-in-needed"));
  }

  @Test
  void onlyTheHashIsStored() {
    String token = create(crew.member(), "hashed");
    assertEquals(
        1,
        fixtures.system(
            "update api_tokens set last_used_at = null where hash = ?1", Fixtures.hash(token)));
  }

  @Test
  void pagesTakeNoTokenAndTheApiTakesNoSession() {
    given()
        .redirects()
        .follow(false)
        .accept("text/html")
        .header("Authorization", "Bearer " + crew.owner().token())
        .get(crew.pages() + "/tokens")
        .then()
        .statusCode(303);
    crew.owner().browser().get(crew.api()).then().statusCode(401);
  }

  @Test
  void aTokenIsOfOneTeamEvenWhenItsUserHasTwo() {
    Crew other = fixtures.crew();
    fixtures.system(
        "insert into memberships (team_id, user_id, role) values (?1, ?2, 'OWNER')",
        other.team().id(),
        crew.owner().id());
    crew.owner().browser().get(other.pages() + "/tokens").then().statusCode(200);
    crew.owner().api().get(other.api()).then().statusCode(404);
  }

  @Test
  void anExpiredTokenIsNoToken() {
    given()
        .header("Authorization", "Bearer " + crew.owner().expiredToken())
        .get(crew.api())
        .then()
        .statusCode(401);
  }

  @Test
  void aTokenThatReadsDoesNotWrite() {
    given()
        .header("Authorization", "Bearer " + crew.owner().readToken())
        .get(crew.api())
        .then()
        .statusCode(200);
    given()
        .header("Authorization", "Bearer " + crew.owner().readToken())
        .contentType("application/json")
        .body("{}")
        .post(crew.api() + "/runs")
        .then()
        .statusCode(403)
        .body("problems[0].why", containsString("only read"));
  }

  @Test
  void aMemberRevokesOnlyTheirOwnAnOwnerEverybodys() {
    create(crew.member(), "mine");
    String page = crew.member().browser().get(crew.pages() + "/tokens").asString();
    String address = revokeAddress(page, "mine");
    crew.viewer().form().post(address).then().statusCode(404);
    crew.viewer()
        .browser()
        .get(crew.pages() + "/tokens")
        .then()
        .body(not(containsString("Revoke mine?")));
    crew.owner()
        .browser()
        .get(crew.pages() + "/tokens")
        .then()
        .body(containsString("Revoke mine?"));
    crew.owner().form().post(address).then().statusCode(303);
  }

  @Test
  void aFormWithFaultsComesBackWithAllOfThem() {
    crew.member()
        .form()
        .formParam("name", " ")
        .formParam("scope", "READ")
        .formParam("days", "9999")
        .post(crew.pages() + "/tokens")
        .then()
        .statusCode(422)
        .body(
            containsString("2 things to correct."),
            containsString("A name is needed."),
            containsString("This life isn't offered.".replace("'", "&#39;")),
            containsString("<option value=\"READ\" selected>"));
  }
}
