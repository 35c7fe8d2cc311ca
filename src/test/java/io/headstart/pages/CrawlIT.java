package io.headstart.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.EmptyDatabase;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Window;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Follows every link that somebody who may do everything sees, from the first page on, and holds
 * every number on these pages against the rows that it comes from: first in a team that learns from
 * texts and in the installation, then in one that learns from pictures, then in one whose runs
 * begin with each other, and in the installation as these three have filled it.
 */
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

  @TestHTTPResource("/")
  String address;

  @Inject EmptyDatabase before;
  @Inject NumbersOfPages numbers;
  @Inject TeamOnTexts texts;
  @Inject TeamOnPictures pictures;
  @Inject TeamOnTopics topics;
  @Inject TeamAtStart start;
  @Inject FullInstallation full;

  @Test
  void everyLinkLeadsSomewhereAndEveryNumberHasASource() throws Exception {
    before.forgetAll();
    try (Chromium chromium = Chromium.open()) {
      NumbersOfPages.Tour tour = numbers.tour();
      TestTeam first = texts.made();
      Set<String> seen = crawl(chromium, tour, first, 12, List.of());
      leadsTo(
          seen,
          first,
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
          "/tokens");
      assertTrue(seen.contains(address + "admin/queue"));
      TestTeam second = pictures.made();
      seen =
          crawl(
              chromium,
              tour,
              second,
              5,
              // Only a form leads to the first two, and far too many links to pages like the last.
              List.of(
                  "/compare?runs=2,1",
                  "/compare?runs=3,1,5&all=true",
                  "/compare?runs=1,2,3",
                  "/runs/new?again=1"));
      leadsTo(
          seen,
          second,
          "/runs/5",
          "/runs/1/errors",
          "/compare?runs=1,2,3",
          "/runs/new?again=1",
          "/datasets/1",
          "/catalogue/mobilenet-v2-coco");
      topics(chromium, tour, first, second);
      assertEquals(List.of(), tour.unexplained());
      assertEquals(List.of(), tour.stale());
    }
  }

  @AfterEach
  void leaveNothing() {
    full.over();
  }

  private void topics(
      Chromium chromium, NumbersOfPages.Tour tour, TestTeam first, TestTeam second) {
    TestTeam third = topics.made();
    full.made(first, second, third, 4);
    Set<String> seen =
        crawl(
            chromium,
            tour,
            third,
            1,
            List.of(
                "/compare?runs=1,2,3",
                "/compare?runs=3,4,6,8",
                "/compare?runs=4,3&reference=4",
                "/compare?runs=5,9",
                "/compare?runs=10,9",
                "/runs/new?again=2",
                "/runs/new?again=3",
                "/runs/new?again=8",
                "/runs/new?source=4",
                "/runs/new",
                "/datasets/1?check=1",
                "/datasets/1?check=2",
                "/datasets/1?check=3",
                "/runs/3/try",
                "/runs/3/forms"));
    leadsTo(
        seen,
        third,
        "/runs/8",
        "/runs/3/errors",
        "/compare?runs=10,9",
        "/runs/new?again=3",
        "/datasets/1?check=2",
        "/datasets/2",
        "/models/letters/versions/1",
        "/models/topics/versions/3");
    look(
        chromium,
        tour,
        first,
        "teams/" + first.slug() + "/runs",
        "admin/teams",
        "admin/queue",
        "admin/quotas",
        "admin/quotas?class=small",
        "admin/quotas?class=training&team=" + second.slug(),
        "admin/quotas?class=small&team=*",
        "admin/health",
        "admin/audit");
    try (SentForms forms = new SentForms(chromium, tour, address, first)) {
      RefusedForms.ofTexts(forms, first);
    }
    try (SentForms forms = new SentForms(chromium, tour, address, second)) {
      RefusedForms.ofPictures(forms);
    }
    try (SentForms forms = new SentForms(chromium, tour, address, third)) {
      full.questions(third, 4, 19);
      RefusedForms.ofTopics(forms);
    }
    waiting(chromium, tour, first, second, third);
    scarce(chromium, tour, first, second, third);
  }

  /** What waits for more than there is, in a line of more than a page; and what is not well. */
  private void scarce(
      Chromium chromium,
      NumbersOfPages.Tour tour,
      TestTeam first,
      TestTeam second,
      TestTeam third) {
    full.scarce(first, second, third);
    look(chromium, tour, first, "admin/quotas");
    try (SentForms forms = new SentForms(chromium, tour, address, third)) {
      RefusedForms.ofFullQueue(forms);
    }
    String own = "teams/" + second.slug();
    look(chromium, tour, second, own + "/runs", own + "/runs/6", own + "/runs/7", own + "/runs/10");
    full.longQueue(second, 7, 131, third);
    look(chromium, tour, first, "admin/queue", "admin/queue?waiting=2", "admin/quotas");
    TestTeam fourth = start.made();
    String begins = "teams/" + fourth.slug();
    look(chromium, tour, fourth, begins, begins + "/datasets", begins + "/datasets/2");
    try (SentForms forms = new SentForms(chromium, tour, address, third)) {
      RefusedForms.ofFullStorage(forms);
    }
    try (SentForms forms = new SentForms(chromium, tour, address, first)) {
      RefusedForms.ofShorterFile(forms);
    }
    full.broken(first);
    look(chromium, tour, first, "admin/health");
    full.crashed(second, 8, 6, 5);
    look(chromium, tour, second, own + "/runs/6", own + "/runs/8", own + "/runs");
    look(chromium, tour, first, "admin/queue");
    shown(chromium, tour, first, second, "4", "3", "9000", "3.5");
    try (SentForms forms = new SentForms(chromium, tour, address, first)) {
      RefusedForms.ofWrongPasswords(forms);
    }
  }

  /** What waits for a team's limit and for its hours, and what other limits would change. */
  private void waiting(
      Chromium chromium,
      NumbersOfPages.Tour tour,
      TestTeam first,
      TestTeam second,
      TestTeam third) {
    full.stricter(first, third);
    String own = "teams/" + first.slug();
    look(
        chromium,
        tour,
        first,
        own,
        own + "/runs",
        own + "/runs/6",
        own + "/runs/new?again=1",
        "admin/queue",
        "admin/quotas");
    String other = "teams/" + third.slug();
    look(chromium, tour, third, other + "/runs/10", other + "/runs/new?again=8", other + "/audit");
    shown(chromium, tour, first, third, "0", "0", "0", "0.001");
    full.slots(7);
    shown(chromium, tour, first, third, "4", "3", "9000", "0.002");
    full.slots(40); // so many that the team itself has room for some of them
    try (SentForms forms = new SentForms(chromium, tour, address, second)) {
      forms.foretold("/runs/new?again=1", 9);
    }
  }

  /** Looks at what other limits of a team would change. */
  private void shown(
      Chromium chromium,
      NumbersOfPages.Tour tour,
      TestTeam admin,
      TestTeam team,
      String slots,
      String guaranteed,
      String month,
      String storage) {
    Map<String, String> fields =
        Map.of(
            "slots",
            slots,
            "guaranteed",
            guaranteed,
            "month",
            month,
            "storage",
            storage,
            "hours",
            "5.5",
            "queued",
            "33");
    tour.asIn(admin);
    try (Window window =
        chromium.window(1440, ColorScheme.LIGHT).signedIn(address, admin.session(As.OWNER))) {
      String at = address + "admin/quotas?class=training&team=" + team.slug();
      window.page().navigate(at);
      StringBuilder asked = new StringBuilder(at);
      fields.forEach(
          (name, value) -> {
            window.page().fill("#change input[name=" + name + "]", value);
            asked.append('&').append(name).append('=').append(value);
          });
      Instant now = Instant.now();
      window.page().waitForNavigation(() -> window.page().click("button[value=preview]"));
      tour.read(window.page(), asked.toString(), now);
      assertEquals(List.of(), window.console());
    }
  }

  /** Looks at pages as the team's owner, without following links. */
  private void look(Chromium chromium, NumbersOfPages.Tour tour, TestTeam team, String... paths) {
    tour.asIn(team);
    try (Window window =
        chromium.window(1440, ColorScheme.LIGHT).signedIn(address, team.session(As.OWNER))) {
      for (String path : paths) {
        Instant asked = Instant.now();
        assertEquals(200, window.page().navigate(address + path).status(), path);
        tour.read(window.page(), address + path, asked);
      }
      assertEquals(List.of(), window.console());
    }
  }

  private void leadsTo(Set<String> seen, TestTeam team, String... paths) {
    for (String path : paths) {
      assertTrue(
          seen.contains(address + "teams/" + team.slug() + path),
          () -> path + " is not reached; only " + seen);
    }
  }

  /**
   * Follows all links as the team's owner.
   *
   * @param most addresses followed that differ in what follows {@code ?} only
   * @param also paths of the team that no link leads to, followed however many are alike
   * @return all addresses that were led to, those passed by as alike left out
   */
  private Set<String> crawl(
      Chromium chromium, NumbersOfPages.Tour tour, TestTeam team, int most, List<String> also) {
    Set<String> seen = new TreeSet<>();
    Map<String, Integer> alike = new HashMap<>();
    Set<String> passed = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    tour.asIn(team);
    try (Window window =
        chromium.window(1440, ColorScheme.LIGHT).signedIn(address, team.session(As.OWNER))) {
      Deque<String> ahead = new ArrayDeque<>();
      also.forEach(path -> ahead.add(address + "teams/" + team.slug() + path));
      ahead.add(address);
      while (!ahead.isEmpty()) {
        String at = ahead.remove();
        if (!seen.add(at) || FILE.matcher(at).matches()) {
          continue;
        }
        boolean wanted = also.contains(at.replace(address + "teams/" + team.slug(), ""));
        if (!wanted && alike.merge(at.replaceAll("\\?.*", ""), 1, Integer::sum) > most) {
          passed.add(at); // the same page with other filters and orders
          continue;
        }
        Instant asked = Instant.now();
        Response answer = window.page().navigate(at);
        if (answer.status() != 200) {
          wrong.add(answer.status() + " " + at);
        }
        @SuppressWarnings("unchecked")
        List<String> links = (List<String>) window.page().evaluate(LINKS);
        ahead.addAll(links);
        tour.read(window.page(), at, asked);
      }
      assertEquals(List.of(), wrong);
      assertEquals(List.of(), window.console());
    }
    seen.removeAll(passed);
    return seen;
  }
}
