package io.headstart.team;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Makes administrators; other tests don't care how many there are. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class SetupLinkTest {
  private static final String GOOD = "what the link is for";

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject Fixtures fixtures;

  private static ValidatableResponse complete(String link, String email, String password) {
    return Person.strangersForm()
        .formParam("name", "Ada")
        .formParam("email", email)
        .formParam("password", password)
        .post(link)
        .then();
  }

  @Test
  void theLinkMakesAnAdministratorWhoOwnsTheTeamDemo() throws SQLException {
    String link = SetupLinks.create(system).toString();
    Person.stranger().get(link).then().statusCode(200).body(containsString("Set up Headstart"));
    String email = "ada-" + UUID.randomUUID() + "@example.org";
    String session = complete(link, email, GOOD).statusCode(303).extract().cookie("hs_session");
    Person.stranger().cookie("hs_session", session).get("/admin/teams").then().statusCode(200);
    Person.stranger()
        .cookie("hs_session", session)
        .get("/teams/demo/members")
        .then()
        .statusCode(200)
        .body(containsString("Invite by link"));
    complete(link, email, GOOD).statusCode(404).body(containsString("no longer good"));
  }

  @Test
  void aNewLinkKillsTheOldOneAndAnOldOneDies() throws SQLException {
    String old = SetupLinks.create(system).toString();
    String fresh = SetupLinks.create(system).toString();
    Person.stranger().get(old).then().statusCode(404);
    Person.stranger().get(fresh).then().statusCode(200);
    age(fresh);
    Person.stranger().get(fresh).then().statusCode(404);
    complete(fresh, "late@example.org", GOOD).statusCode(404);
  }

  @Test
  void aSecondServerLeavesTheLinkOfTheFirstAlone() throws SQLException {
    String first = SetupLinks.create(system).toString();
    assertEquals(Optional.empty(), SetupLinks.createIfNone(system));
    Person.stranger().get(first).then().statusCode(200);
    age(first);
    String second = SetupLinks.createIfNone(system).orElseThrow().toString();
    Person.stranger().get(second).then().statusCode(200);
    Person.stranger().get(first).then().statusCode(404);
  }

  /** Nobody may change a link's end, so an old one is written anew. */
  private void age(String link) {
    byte[] hash = new Secret(link.substring("/setup/".length())).hash();
    fixtures.system("delete from setup_links where hash = ?1", hash);
    fixtures.system(
        "insert into setup_links (hash, expires_at) values (?1, now() - interval '1 second')",
        hash);
  }

  @Test
  void whatIsWrongIsSaidAtOnceAndWhatWasWrittenIsKept() throws SQLException {
    String link = SetupLinks.create(system).toString();
    complete(link, "no-address", "short")
        .statusCode(422)
        .body(
            allOf(
                containsString("This is no e-mail address."),
                containsString("Use at least 12 characters"),
                containsString("value=\"no-address\""),
                containsString("value=\"Ada\"")));
    Person.stranger().get(link).then().statusCode(200);
  }

  @Test
  void aUsersLinkSetsThePasswordOfThatUserAndEndsTheirSessions() throws SQLException {
    Person person = fixtures.loner();
    String link = SetupLinks.createFor(system, person.id()).toString();
    String session =
        complete(link, "other@example.org", GOOD).statusCode(303).extract().cookie("hs_session");
    person.browser().get("/").then().statusCode(303);
    Person.stranger()
        .cookie("hs_session", session)
        .get("/")
        .then()
        .statusCode(200)
        .body(containsString("You belong to no team yet"));
    Person.strangersForm()
        .formParam("email", person.email())
        .formParam("password", GOOD)
        .post("/sign-in")
        .then()
        .statusCode(303);
    assertEquals(
        0,
        fixtures.system(
            "update users set name = name where id = ?1 and platform_admin", person.id()));
  }
}
