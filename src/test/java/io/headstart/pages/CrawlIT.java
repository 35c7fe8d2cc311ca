package io.headstart.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobRef;
import io.headstart.job.NewJob;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.testsupport.AcceptedData;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.EmptyDatabase;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.Window;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
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

/**
 * Follows every link that somebody who may do everything sees, from the first page on, and holds
 * every number on these pages against the rows that it comes from.
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

  /** Addresses followed that differ in what follows {@code ?} only. */
  private static final int ALIKE = 12;

  @TestHTTPResource("/")
  String address;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject EmptyDatabase before;
  @Inject TeamWork work;
  @Inject EntityManager database;
  @Inject NumbersOfPages numbers;
  @Inject QueueFixture queue;
  @Inject Fixtures fixtures;
  @Inject AcceptedData data;
  @Inject HandMadeWorker worker;

  @Test
  void everyLinkLeadsSomewhereAndEveryNumberHasASource() {
    before.forgetAll();
    TestTeam team = TestTeam.make(system);
    fixtures.system("update users set platform_admin = true where id = ?1", team.user(As.OWNER));
    worker.checked(
        data.uploaded(team),
        DistinctNumbers.report(),
        Map.of(CheckSpec.ROWS, DistinctNumbers.lines()));
    team.api(As.MEMBER).post("/datasets/1/checks/1/accept").then().statusCode(201);
    JobRef trained = begun(team);
    earlier(trained, 137, 17, 83);
    worker.beat(
        trained,
        new Heartbeat.Progress("training", 60, 120, "steps", 2, 3, 0.5),
        SaidByWorkers.curves(60));
    worker.trained(trained, DistinctNumbers.answers());
    team.api(As.MEMBER)
        .body(Map.of("run", 1, "newModel", "spam"))
        .post("/models")
        .then()
        .statusCode(201);
    JobRef failed = begun(team);
    earlier(failed, 22, 31, 46);
    worker.fail(failed, "The loss is no number any more; take a lower rate");
    JobRef running = begun(team);
    worker.beat(
        running,
        new Heartbeat.Progress("training", 34, 129, "steps", 2, 3, 0.75),
        SaidByWorkers.curves(34));
    fixtures.system(
        "update jobs set last_beat_at = last_beat_at - interval '90 seconds' where id = ?1",
        running.id());
    start(team);
    start(team);
    queue.capacity(NewJob.TRAINING, 1_024);
    queue.capacity(NewJob.SMALL, 36);

    Set<String> seen = new TreeSet<>();
    Map<String, Integer> alike = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    NumbersOfPages.Tour tour = numbers.tour(team.ref());
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
    assertEquals(List.of(), tour.unexplained());
    assertEquals(List.of(), tour.stale());
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

  /**
   * Time goes by for a job that has begun.
   *
   * @param minutes that its slots are held
   * @param waited seconds that it waited before
   * @param worked seconds since its worker began
   */
  private void earlier(JobRef job, int minutes, int waited, int worked) {
    queue.tookMinutes(job, minutes);
    fixtures.system(
        "update jobs set created_at = created_at - ?2 * interval '1 second',"
            + " started_at = started_at - ?3 * interval '1 second' where id = ?1",
        job.id(),
        60 * minutes + waited,
        worked);
    work.run(
        job.team(),
        () ->
            database
                .createNativeQuery(
                    "update runs set created_at = created_at - ?2 * interval '1 minute'"
                        + " where job_id = ?1")
                .setParameter(1, job.id())
                .setParameter(2, minutes)
                .executeUpdate());
  }

  private JobRef start(TestTeam team) {
    team.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    return worker.newest(team, Protocol.TRAIN);
  }
}
