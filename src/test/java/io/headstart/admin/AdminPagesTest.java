package io.headstart.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.dispatch.Offer;
import io.headstart.job.NewJob;
import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.quota.QuotaOverview;
import io.headstart.quota.Quotas;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.TestLauncher;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class AdminPagesTest {
  @Inject Fixtures fixtures;
  @Inject TeamWork work;
  @Inject Quotas quotas;
  @Inject QuotaOverview overview;
  @Inject TestLauncher launcher;
  @Inject QueueFixture queue;

  private Person admin;

  @BeforeEach
  void makeAdmin() {
    admin = fixtures.administrator();
  }

  @Test
  void aSecondTeamAndUserAreMadeAndTheUserSignsInByTheLink() {
    String slug = "x" + UUID.randomUUID().toString().substring(0, 8);
    admin
        .form()
        .formParam("team-name", "Vision")
        .formParam("slug", slug)
        .post("/admin/teams")
        .then()
        .statusCode(303);
    String email = slug + "@example.org";
    String page =
        admin
            .form()
            .formParam("name", "Grace")
            .formParam("email", email)
            .post("/admin/teams/users")
            .then()
            .statusCode(201)
            .extract()
            .asString();
    Matcher link = Pattern.compile("http://[^ <\"]+(/setup/[A-Za-z0-9_-]{43})").matcher(page);
    assertTrue(link.find(), "the link is shown");
    admin
        .form()
        .formParam("member-team", slug)
        .formParam("member-email", email)
        .formParam("member-role", "VIEWER")
        .post("/admin/teams/members")
        .then()
        .statusCode(303);
    String session =
        Person.strangersForm()
            .formParam("password", "a password of Grace's")
            .post(link.group(1))
            .then()
            .statusCode(303)
            .extract()
            .cookie("hs_session");
    Person.stranger()
        .cookie("hs_session", session)
        .get("/")
        .then()
        .statusCode(303)
        .header("Location", containsString("/teams/" + slug));
    Person.stranger().cookie("hs_session", session).get("/admin/teams").then().statusCode(403);
  }

  @Test
  void anAdministratorSeesNothingOfATeamTheyDontBelongTo() {
    Crew crew = fixtures.crew();
    admin.browser().get(crew.pages() + "/tokens").then().statusCode(404);
  }

  @Test
  void faultsComeBackAtTheirFieldsWithWhatWasWritten() {
    admin
        .form()
        .formParam("team-name", "")
        .formParam("slug", "Not A Slug")
        .post("/admin/teams")
        .then()
        .statusCode(422)
        .body(
            containsString("id=\"slug-error\""),
            containsString("id=\"team-name-error\""),
            containsString("value=\"Not A Slug\""));
  }

  @Test
  void aLimitHoldsFromTheMomentItIsSet() {
    Crew crew = fixtures.crew();
    admin
        .form()
        .formParam("slots", "1")
        .formParam("guaranteed", "1")
        .formParam("queued", "1000")
        .formParam("hours", "12")
        .post("/admin/quotas/teams/" + crew.slug() + "/" + NewJob.TRAINING)
        .then()
        .statusCode(303);
    var quota = work.call(crew.team(), () -> quotas.of(NewJob.TRAINING));
    assertEquals(1, quota.slots());
    assertEquals(1000, quota.queuedJobs());
    assertEquals(Duration.ofHours(12), quota.longest());
    admin
        .browser()
        .get("/admin/quotas")
        .then()
        .statusCode(200)
        .body(
            containsString(
                "1 slot (1 guaranteed), 1,000 queued jobs, longest run 12 h, any number of hours a month"));
  }

  @Test
  void limitsThatCannotBeAreRefusedWithEachReason() {
    Crew crew = fixtures.crew();
    admin
        .form()
        .formParam("slots", "2")
        .formParam("guaranteed", "5")
        .formParam("queued", "many")
        .formParam("hours", "12")
        .post("/admin/quotas/teams/" + crew.slug() + "/" + NewJob.TRAINING)
        .then()
        .statusCode(422)
        .body(containsString("queued must be a whole number"));
    admin
        .form()
        .formParam("slots", "5")
        .post("/admin/quotas/capacity/no-such-class")
        .then()
        .statusCode(404);
  }

  @Test
  void whatNodesOfferStandsBesideWhatIsSetWithTheDifference() {
    int set =
        overview.capacities().stream()
            .filter(one -> one.slotClass().equals(NewJob.TRAINING))
            .mapToInt(QuotaOverview.Capacity::slots)
            .findFirst()
            .orElseThrow();
    assertTrue(!quotasWhenNodesOffer(null).contains("nodes"), "no cluster, no nodes");
    String more = quotasWhenNodesOffer(Offer.of(set + 4, 2));
    assertTrue(more.contains("room for " + Say.counted(set + 4, "slot") + ", on 2 nodes"), more);
    assertTrue(more.contains("4 more than are set"), more);
    assertTrue(more.contains("name=\"slots\" value=\"" + (set + 4) + "\""), more);
    assertTrue(quotasWhenNodesOffer(Offer.of(set, 1)).contains("as many as are set"));
    String none = quotasWhenNodesOffer(Offer.of(0, 0));
    assertTrue(none.contains("room for 0 slots"), none);
    assertTrue(none.contains(Say.count(set) + " fewer than are set"), none);
    assertTrue(
        quotasWhenNodesOffer(Offer.unknown("This server may not list nodes"))
            .contains("known. This server may not list nodes."));
  }

  private String quotasWhenNodesOffer(@Nullable Offer offer) {
    launcher.use(
        new FakeLauncher() {
          @Override
          public Optional<Offer> offer(String slotClass) {
            return Optional.ofNullable(offer);
          }
        });
    try {
      return admin.browser().get("/admin/quotas").then().statusCode(200).extract().asString();
    } finally {
      launcher.useFake();
    }
  }

  @Test
  void whatALimitWouldChangeIsShownBeforeItIsSaved() {
    Crew crew = fixtures.crew();
    String path = "/admin/quotas/teams/" + crew.slug() + "/" + NewJob.TRAINING;
    form("preview", "0").post(path).then().statusCode(200).body(containsString("What happens:"));
    assertEquals(4, work.call(crew.team(), () -> quotas.of(NewJob.TRAINING)).slots());
    form("preview", "x").post(path).then().statusCode(422).body(not(containsString("Save change")));
    form("save", "0").post(path).then().statusCode(303);
    assertEquals(0, work.call(crew.team(), () -> quotas.of(NewJob.TRAINING)).slots());
    assertEquals(100, work.call(crew.team(), () -> quotas.of(NewJob.TRAINING)).hoursPerMonth());
  }

  private RequestSpecification form(String act, String slots) {
    return admin
        .form()
        .formParam("slots", slots)
        .formParam("guaranteed", "0")
        .formParam("queued", "7")
        .formParam("hours", "1.5")
        .formParam("month", "100")
        .formParam("storage", "0.001")
        .formParam("act", act);
  }

  @Test
  void aTeamThatStoresAsMuchAsItMayIsToldSoAtTheNextUpload() {
    Crew crew = fixtures.crew();
    form("save", "4")
        .post("/admin/quotas/teams/" + crew.slug() + "/" + NewJob.TRAINING)
        .then()
        .statusCode(303);
    upload(crew, 600_000).statusCode(201);
    upload(crew, 600_000)
        .statusCode(409)
        .body(
            "title",
            containsString("This team stores 600 kB of the 1.0 MB that it may, so 600 kB more"));
    upload(crew, 400_000).statusCode(201);
    admin
        .browser()
        .get("/admin/quotas")
        .then()
        .body(containsString("100 GB stored"), containsString("1.0 MB stored"));
  }

  private static ValidatableResponse upload(Crew crew, int size) {
    return crew.member()
        .api()
        .contentType(ContentType.JSON)
        .body(Map.of("fileName", "half.csv", "size", size))
        .post(crew.api() + "/datasets")
        .then();
  }

  @Test
  void theDefaultsHoldForTeamsWithoutLimitsOfTheirOwn() {
    Crew own = fixtures.crew();
    Crew none = fixtures.crew();
    form("save", "3")
        .post("/admin/quotas/teams/" + own.slug() + "/" + NewJob.SMALL)
        .then()
        .statusCode(303);
    try {
      form("save", "9").post("/admin/quotas/defaults/" + NewJob.SMALL).then().statusCode(303);
      assertEquals(3, work.call(own.team(), () -> quotas.of(NewJob.SMALL)).slots());
      assertEquals(9, work.call(none.team(), () -> quotas.of(NewJob.SMALL)).slots());
      form("preview", "9").post("/admin/quotas/defaults/none").then().statusCode(404);
    } finally {
      fixtures.defaultQuotas();
    }
  }

  @Test
  void theQueueShowsWhoWaitsAndWhyButNothingOfWhatATeamOwns() {
    admin
        .browser()
        .get("/admin/queue")
        .then()
        .statusCode(200)
        .body(containsString("Classes of capacity"), not(containsString("/runs/")));
  }

  @Test
  void aLongQueueIsReadPageByPage() {
    queue.forgetWaiting();
    TeamRef busy = queue.team();
    queue.enqueueMany(busy, queue.slotClass(1), 201);
    try {
      page("").body(containsString("<span class=\"soft\">201 jobs</span>"));
      page("?waiting=1").body(not(containsString("Those before")), containsString("?waiting=2&"));
      page("?waiting=3").body(containsString("?waiting=2&"), not(containsString("Those behind")));
      assertEquals(
          List.of(100, 100, 1),
          Stream.of(1, 2, 3).map(page -> rows(page("?waiting=" + page))).toList());
      assertEquals(100, rows(page("?waiting=9")), "behind the last: the first");
    } finally {
      queue.forgetAll(busy);
    }
  }

  private ValidatableResponse page(String query) {
    return admin.browser().get("/admin/queue" + query).then().statusCode(200);
  }

  /** Jobs of a page that can be moved to the front. */
  private static int rows(ValidatableResponse page) {
    return page.extract().asString().split("/front\"", -1).length - 1;
  }
}
