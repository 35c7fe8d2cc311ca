package io.headstart.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.platform.HomeFolder;
import io.headstart.platform.database.DatabaseCheck;
import io.headstart.platform.database.DatabaseRoles;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.ManyRuns;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole pages over HTTP, from request to last byte, of a packaged server: first with two real runs,
 * then with as many more in each of 20 teams as the argument says (10,000 without one). One signed
 * in person asks for one page after the other; median and p95 of 60 times each, after 15 that don't
 * count. Pages ahead are those that a reader gets to by the link below the table.
 *
 * <pre>
 * ./mvnw -q package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -Dheadstart.app=target/quarkus-app/quarkus-run.jar \
 *     -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     src/bench/java/io/headstart/bench/PagesBench.java [runs]
 * </pre>
 */
public final class PagesBench {
  private static final int TEAMS = 20;
  private static final int WARM = 15;
  private static final int TIMES = 60;
  private static final int AHEAD = 40;
  private static final String TEAM = "/teams/demo";
  private static final String RUNS = TEAM + "/runs";
  private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"");

  private final Owner owner;

  private PagesBench(Owner owner) {
    this.owner = owner;
  }

  /** One argument, or none: runs of each team. */
  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
    HomeFolder home = RealServices.homeWithModels();
    try (PackagedProgram program =
        PackagedProgram.start(
                home.root(),
                PackagedProgram.freePort(),
                Map.of("HEADSTART_DEMO_ENABLED", "true"))
            .awaitReady()) {
      PagesBench bench = new PagesBench(Owner.setUp(program, home.root()));
      bench.realRuns();
      Map<String, long[]> few = bench.measure();
      long from = System.nanoTime();
      fill(home, runs);
      System.out.printf(
          Locale.ROOT,
          "filled: %d teams of %d runs in %d s%n",
          TEAMS,
          runs,
          (System.nanoTime() - from) / 1_000_000_000);
      bench.print(few, bench.measure());
    }
  }

  private void realRuns() {
    Await.until("the demo has its run", () -> !owner.get("/runs").get("runs").isEmpty());
    JsonNode first = owner.awaitSuccess(1);
    owner.awaitSuccess(
        owner.start(
            Map.of(
                "dataset", first.get("dataset").asLong(),
                "frozenBlocks", 7,
                "epochs", 2,
                "seed", 5)));
  }

  private static void fill(HomeFolder home, int runs) throws IOException, SQLException {
    EmbeddedParts parts = new EmbeddedParts(home);
    UUID demo = UUID.fromString(parts.ask("select id from teams where slug = 'demo'").get(0));
    try (Connection database =
        DatabaseCheck.as(
                DatabaseRoles.OWNER,
                parts.settings().get("HEADSTART_DATABASE_URL"),
                home.key().password(DatabaseRoles.OWNER))
            .getConnection()) {
      ManyRuns many = new ManyRuns(runs);
      many.in(database, List.of(demo));
      many.withTeams(database, TEAMS - 1);
    }
  }

  private Map<String, String> pages() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("runs, newest", RUNS);
    all.put("runs, page " + (AHEAD + 1), ahead(RUNS));
    all.put("runs by accuracy", RUNS + "?sort=accuracy");
    all.put("runs by accuracy, page " + (AHEAD + 1), ahead(RUNS + "?sort=accuracy"));
    all.put(
        "runs, text + tag + accuracy", RUNS + "?q=good%20tickets&tag=best&sort=accuracy");
    all.put("runs, text that none has", RUNS + "?q=nowhere&sort=time");
    all.put("runs that go on", RUNS + "?state=open");
    all.put("a run", RUNS + "/1");
    all.put("its errors", RUNS + "/1/errors");
    all.put("comparison", TEAM + "/compare?runs=1,2");
    all.put("new run", RUNS + "/new");
    all.put("data sets", TEAM + "/datasets");
    all.put("a data set", TEAM + "/datasets/1");
    all.put("models", TEAM + "/models");
    all.put("members", TEAM + "/members");
    all.put("audit", TEAM + "/audit");
    all.put("admin: teams", "/admin/teams");
    all.put("admin: quotas", "/admin/quotas");
    all.put("admin: queue", "/admin/queue");
    all.put("admin: health", "/admin/health");
    return all;
  }

  /** Follows the link to older runs as often as there is one. */
  private String ahead(String start) {
    String at = start;
    for (int i = 0; i < AHEAD; i++) {
      Matcher next = NEXT.matcher(owner.html(at));
      if (!next.find()) {
        return at;
      }
      at = next.group(1).replace("&amp;", "&");
      at = at.startsWith("/") ? at : RUNS + at;
    }
    return at;
  }

  /** By name: microseconds, sorted, and at the end the bytes of the page. */
  private Map<String, long[]> measure() {
    Map<String, long[]> measured = new LinkedHashMap<>();
    pages()
        .forEach(
            (name, path) -> {
              long[] taken = new long[TIMES + 1];
              for (int i = -WARM; i < TIMES; i++) {
                long from = System.nanoTime();
                String body = owner.html(path);
                if (i >= 0) {
                  taken[i] = (System.nanoTime() - from) / 1_000;
                  taken[TIMES] = body.getBytes(StandardCharsets.UTF_8).length;
                }
              }
              Arrays.sort(taken, 0, TIMES);
              measured.put(name, taken);
            });
    return measured;
  }

  private void print(Map<String, long[]> few, Map<String, long[]> many) {
    System.out.println("page | median ms | p95 ms | median with 2 runs | ratio | KiB");
    List<String> lines = new ArrayList<>();
    many.forEach(
        (name, taken) -> {
          double median = taken[TIMES / 2] / 1e3;
          double before = few.get(name)[TIMES / 2] / 1e3;
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s | %.1f | %.1f | %.1f | %.2f | %d",
                  name,
                  median,
                  taken[TIMES * 95 / 100] / 1e3,
                  before,
                  median / before,
                  taken[TIMES] / 1024));
        });
    lines.forEach(System.out::println);
  }
}
