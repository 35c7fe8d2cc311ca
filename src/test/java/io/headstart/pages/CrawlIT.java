package io.headstart.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Follows every link that somebody who may do everything sees, from the first page on. */
@QuarkusTest
@TestProfile(PagesProfile.class)
class CrawlIT {
  /** Addresses of this origin that the page leads to, without what follows {@code #}. */
  private static final String LINKS =
      "[...document.querySelectorAll('a[href]')].map(a => a.href.replace(/#.*/, ''))"
          + ".filter(to => to.startsWith(location.origin))";

  /** Addresses of files, which aren't pages. */
  private static final Pattern FILE =
      Pattern.compile("[^?]*(/download|/forms/[a-z]+|/audit/csv|/runs\\.(csv|jsonl))(\\?.*)?");

  /** Addresses followed that differ in what follows {@code ?} only. */
  private static final int ALIKE = 12;

  @TestHTTPResource("/")
  String address;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject Fixtures fixtures;
  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  @Test
  void everyLinkLeadsSomewhere() {
    TestTeam team = TestTeam.make(system);
    fixtures.system("update users set platform_admin = true where id = ?1", team.user(As.OWNER));
    data.of(team);
    worker.trained(begun(team), 100, 12, 2, 6);
    team.api(As.MEMBER)
        .body(Map.of("run", 1, "newModel", "spam"))
        .post("/models")
        .then()
        .statusCode(201);
    worker.fail(begun(team), "The loss is no number any more; take a lower rate");
    begun(team);
    start(team);

    Set<String> seen = new TreeSet<>();
    Map<String, Integer> alike = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    try (Chromium chromium = Chromium.open();
        Window window =
            chromium.window(1440, ColorScheme.LIGHT).signedIn(address, team.session(As.OWNER))) {
      Deque<String> ahead = new ArrayDeque<>(List.of(address));
      while (!ahead.isEmpty()) {
        String at = ahead.remove();
        if (!seen.add(at) || FILE.matcher(at).matches()) {
          continue;
        }
        if (alike.merge(at.replaceAll("\\?.*", ""), 1, Integer::sum) > ALIKE) {
          continue; // the same page with other filters and orders
        }
        Response answer = window.page().navigate(at);
        if (answer.status() != 200) {
          wrong.add(answer.status() + " " + at);
        }
        @SuppressWarnings("unchecked")
        List<String> links = (List<String>) window.page().evaluate(LINKS);
        ahead.addAll(links);
      }
      assertEquals(List.of(), wrong);
      assertEquals(List.of(), window.console());
    }
    String ours = address + "teams/" + team.slug();
    for (String path :
        List.of(
            "/runs/1",
            "/runs/4",
            "/runs/1/download",
            "/runs/1/errors",
            "/models",
            "/models/spam/versions/1",
            "/models/spam/versions/1/download",
            "/models/new?run=1",
            "/runs/runs.csv?",
            "/runs/new?again=1",
            "/datasets/1",
            "/datasets/new",
            "/catalogue/minilm-l6",
            "/members",
            "/tokens")) {
      assertTrue(seen.contains(ours + path), () -> path + " is not reached; only " + seen);
    }
    assertTrue(seen.contains(address + "admin/queue"));
  }

  private JobRef begun(TestTeam team) {
    JobRef job = start(team);
    worker.begin(job);
    return job;
  }

  private JobRef start(TestTeam team) {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }
}
