package io.headstart.team;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.platform.page.CsvText;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Person;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who did what, for owners and for administrators; and the health page. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class AuditPagesTest {
  @Inject Fixtures fixtures;

  @Test
  void anOwnerReadsWhatWasDoneInTheTeamAndFiltersIt() {
    Crew crew = fixtures.crew();
    String members = crew.pages() + "/members/";
    crew.owner()
        .form()
        .formParam("role", "OWNER")
        .post(members + crew.member().id() + "/role")
        .then()
        .statusCode(303);
    crew.owner().form().post(members + crew.viewer().id() + "/remove").then().statusCode(303);
    String audit = crew.pages() + "/audit";
    crew.owner()
        .browser()
        .get(audit)
        .then()
        .statusCode(200)
        .body(containsString("Test member OWNER"), containsString(">member removed<"));
    crew.owner()
        .browser()
        .get(audit + "?kind=member-role&person=" + crew.owner().email())
        .then()
        .body(containsString("Test member OWNER"), not(containsString(">member removed</td>")));
    crew.owner()
        .browser()
        .get(audit + "?person=" + crew.member().email())
        .then()
        .body(containsString("No event fits this filter."));
    crew.owner()
        .browser()
        .get(audit + "/csv?kind=member-role")
        .then()
        .statusCode(200)
        .header("Content-Type", startsWith("text/csv"))
        .body(
            startsWith("number,at,who,team,kind,what\r\n"),
            containsString(",Test owner,"),
            containsString(",member-role,Test member OWNER\r\n"));
    crew.member().browser().get(audit).then().statusCode(200);
  }

  @Test
  void theNextPageBeginsWhereTheLastOneEnded() {
    Crew crew = fixtures.crew();
    for (int i = 1; i <= 51; i++) {
      fixtures.system(
          "insert into audit_events (team_id, actor_id, action, subject) values (?1, ?2,"
              + " 'token-created', ?3)",
          crew.team().id(),
          crew.owner().id(),
          "token no. " + i + ".");
    }
    String first = crew.owner().browser().get(crew.pages() + "/audit").then().extract().asString();
    assertTrue(first.contains("token no. 51.") && first.contains("token no. 2."), first);
    assertTrue(!first.contains("token no. 1."), "50 on a page");
    var next = java.util.regex.Pattern.compile("href=\"([^\"]*before=[0-9]+)\"").matcher(first);
    assertTrue(next.find(), "there is a next page");
    String second =
        crew.owner()
            .browser()
            .urlEncodingEnabled(false)
            .get(next.group(1).replace("&amp;", "&"))
            .then()
            .extract()
            .asString();
    assertTrue(second.contains("token no. 1.") && !second.contains("token no. 2."), second);
  }

  @Test
  void anAdministratorReadsTheInstallationsAndNothingThatTeamsDoAmongThemselves() {
    Crew crew = fixtures.crew();
    Person admin = fixtures.administrator();
    crew.owner()
        .form()
        .formParam("role", "OWNER")
        .post(crew.pages() + "/members/" + crew.member().id() + "/role")
        .then()
        .statusCode(303);
    admin
        .form()
        .formParam("reason", "=new drivers")
        .post("/admin/queue/classes/training/drain")
        .then()
        .statusCode(303);
    admin.form().post("/admin/queue/classes/training/resume").then().statusCode(303);
    admin
        .browser()
        .get("/admin/audit?person=" + admin.email())
        .then()
        .statusCode(200)
        .body(
            containsString("training: =new drivers"),
            containsString("class resumed"),
            not(containsString(crew.slug())));
  }

  @Test
  void noCellOfACsvIsTakenForAFormula() {
    CsvText csv = new CsvText("a", "b");
    csv.row(List.of("=1+1", "say \"yes\", then"));
    csv.row(List.of(-5, "two\nlines"));
    assertEquals("a,b\r\n'=1+1,\"say \"\"yes\"\", then\"\r\n-5,\"two\nlines\"\r\n", csv.toString());
  }

  @Test
  void theHealthPageAsksEachRuleAndEachPart() {
    fixtures
        .administrator()
        .browser()
        .get("/admin/health")
        .then()
        .statusCode(200)
        .body(
            containsString("a job has one live attempt at most"),
            containsString("PostgreSQL 18"),
            containsString("migrated to "),
            containsString("Object store"),
            not(containsString("no answer in 10 s")),
            not(containsString("not well")));
  }
}
