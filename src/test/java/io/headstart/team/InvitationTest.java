package io.headstart.team;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invitations, leaving, one's own password, and people who are shut out. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class InvitationTest {
  @Inject Fixtures fixtures;

  private Crew crew;

  @BeforeEach
  void makeCrew() {
    crew = fixtures.crew();
  }

  @Test
  void whoHasNoAccountMakesOneAndTheLinkIsUsedUp() {
    String link = invite("MEMBER");
    String email = "invited-" + UUID.randomUUID() + "@example.org";
    Person.stranger().get(link).then().statusCode(200).body(containsString("You become a member"));
    join(link, email, "short").statusCode(422).body(containsString("id=\"password-error\""));
    String session =
        join(link, email, "a password of the invited")
            .statusCode(303)
            .header("Location", endsWith(crew.pages()))
            .extract()
            .cookie("hs_session");
    Person.stranger().cookie("hs_session", session).get(crew.pages()).then().statusCode(200);
    Person.stranger()
        .cookie("hs_session", session)
        .get(crew.pages() + "/runs/new")
        .then()
        .statusCode(200);
    join(link, "second-" + email, "a password of the second").statusCode(404);
    crew.owner()
        .browser()
        .get(crew.pages() + "/members")
        .then()
        .body(containsString(email), not(containsString("Open invitations")));
  }

  @Test
  void whoHasAnAccountSignsInFirstAndKeepsAHigherRole() {
    String link = invite("VIEWER");
    Person loner = fixtures.loner();
    join(link, loner.email(), "a password of somebody else")
        .statusCode(422)
        .body(containsString("There is an account of this address."));
    crew.member().form().post(link).then().statusCode(303);
    crew.member().browser().get(crew.pages() + "/runs/new").then().statusCode(200);
    loner.browser().get(crew.pages()).then().statusCode(404);
    loner.form().post(link).then().statusCode(303);
    loner.browser().get(crew.pages()).then().statusCode(200);
    loner.browser().get(crew.pages() + "/runs/new").then().statusCode(403);
    fixtures.loner().form().post(link).then().statusCode(404);
  }

  @Test
  void aRevokedOrExpiredLinkIsDead() {
    String revoked = invite("MEMBER");
    String page = crew.owner().browser().get(crew.pages() + "/members").then().extract().asString();
    Matcher path = Pattern.compile("/teams/[^\"]+/invitations/[^\"]+/revoke").matcher(page);
    assertTrue(path.find(), "it stands in the list");
    crew.owner().form().post(path.group()).then().statusCode(303);
    Person.stranger().get(revoked).then().statusCode(404);
    String old = invite("MEMBER");
    fixtures.system(
        "update invitations set expires_at = now() - interval '1 second' where team_id = ?1",
        crew.team().id());
    Person.stranger().get(old).then().statusCode(404);
    crew.owner()
        .form()
        .formParam("role", "MEMBER")
        .formParam("days", "400")
        .post(crew.pages() + "/members/invitations")
        .then()
        .statusCode(422);
  }

  @Test
  void membersLeaveAndTheLastOwnerStays() {
    crew.member().form().post(crew.pages() + "/members/leave").then().statusCode(303);
    crew.member().browser().get(crew.pages()).then().statusCode(404);
    crew.member().api().get(crew.api() + "/runs").then().statusCode(401);
    crew.owner().form().post(crew.pages() + "/members/leave").then().statusCode(409);
    fixtures
        .administrator()
        .form()
        .formParam("member-team", crew.slug())
        .formParam("member-email", crew.owner().email())
        .formParam("member-role", "NONE")
        .post("/admin/teams/members")
        .then()
        .statusCode(409);
  }

  @Test
  void aNewPasswordNeedsTheOldOneAndEndsAllOtherSessions() {
    Person member = crew.member();
    fixtures.password(member);
    String other =
        Person.strangersForm()
            .formParam("email", member.email())
            .formParam("password", Fixtures.PASSWORD)
            .post("/sign-in")
            .then()
            .statusCode(303)
            .extract()
            .cookie("hs_session");
    password(member, "not the right words", "some new words to sign in")
        .statusCode(422)
        .body(containsString("This is not your password."));
    password(member, Fixtures.PASSWORD, "short").statusCode(422);
    password(member, Fixtures.PASSWORD, "some new words to sign in").statusCode(200);
    member.browser().get(crew.pages()).then().statusCode(200);
    Person.stranger()
        .cookie("hs_session", other)
        .get(crew.pages())
        .then()
        .statusCode(303)
        .header("Location", containsString("/sign-in"));
    for (int i = 0; i < SignInTries.FOR_ACCOUNT_FROM_ADDRESS; i++) {
      password(member, "a wrong guess", "some new words to sign in").statusCode(422);
    }
    password(member, "some new words to sign in", "other words to sign in with").statusCode(429);
  }

  @Test
  void whoIsDisabledIsOutAtOnceAndTheLastAdministratorIsNot() {
    Person admin = fixtures.administrator();
    Person member = crew.member();
    post(admin, "/admin/teams/users/" + member.id() + "/disable", 303);
    member.browser().get(crew.pages()).then().statusCode(303);
    member.api().get(crew.api() + "/runs").then().statusCode(401);
    post(admin, "/admin/teams/users/" + member.id() + "/enable", 303);
    member.api().get(crew.api() + "/runs").then().statusCode(200);
    member.browser().get(crew.pages()).then().statusCode(303);
    int others =
        fixtures.system(
            "update users set disabled_at = now() where platform_admin and disabled_at is null and id <> ?1",
            admin.id());
    post(admin, "/admin/teams/users/" + admin.id() + "/disable", 409);
    assertEquals(
        others,
        fixtures.system(
            "update users set disabled_at = null where platform_admin and disabled_at is not null"));
  }

  private static void post(Person who, String path, int status) {
    who.form().post(path).then().statusCode(status);
  }

  private static ValidatableResponse password(Person who, String before, String password) {
    return who.form()
        .formParam("current", before)
        .formParam("password", password)
        .post("/account/password")
        .then();
  }

  private static ValidatableResponse join(String link, String email, String password) {
    return Person.strangersForm()
        .formParam("name", "Invited")
        .formParam("email", email)
        .formParam("password", password)
        .post(link)
        .then();
  }

  private String invite(String role) {
    String page =
        crew.owner()
            .form()
            .formParam("role", role)
            .formParam("days", "7")
            .post(crew.pages() + "/members/invitations")
            .then()
            .statusCode(201)
            .extract()
            .asString();
    Matcher link = Pattern.compile("http://[^ <\"]+(/join/[A-Za-z0-9_-]{43})").matcher(page);
    assertTrue(link.find(), "the link is shown");
    return link.group(1);
  }
}
