package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.embedded.EmbeddedServices;
import io.headstart.platform.embedded.StartLog;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged servers on one database and one object store: started at the same moment on a fresh
 * schema, one of them killed in the middle.
 */
class TwoServersIT {
  private static final int JOBS = 6;

  /** What would take minutes takes seconds: nobody but the dead server can see its workers end. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "HEADSTART_DISPATCH_HEARTBEAT", "PT0.5S",
          "HEADSTART_DISPATCH_LEASE", "PT4S",
          "HEADSTART_DISPATCH_GRACE", "PT2S",
          "HEADSTART_DISPATCH_LOST_BACKOFF", "PT0.5S",
          "HEADSTART_DISPATCH_GONE_LIMIT", "PT4S");

  private static final String WAITING_FOR_SCHEDULE =
      "select count(*) from pg_locks where locktype = 'advisory' and not granted";

  @TempDir Path folder;

  private final HomeFolder outside = RealServices.homeWithModels();
  private final HomeFolder one = RealServices.freshHome();
  private final HomeFolder other = RealServices.freshHome();

  @Test
  void eachJobIsAdmittedOnceAndEndsOnceAlsoWhenOneServerDies() throws Exception {
    try (EmbeddedServices services =
        new EmbeddedServices(outside, outside.key(), new StartLog(System.out))) {
      services.startDatabase();
      services.startStore();
      EmbeddedParts parts = new EmbeddedParts(outside);
      try (Connection schedule = schedule(parts);
          PackagedProgram first = start(one, parts);
          PackagedProgram second = start(other, parts)) {
        // However quick either was: both come to the empty schedule at the same moment.
        Await.until("both wait", () -> parts.ask(WAITING_FOR_SCHEDULE).equals(List.of("2")));
        schedule.close();
        first.awaitReady();
        second.awaitReady();
        oneDies(first, second, parts);
      }
      eachOnce(parts);
      parts.holdInvariants();
    }
  }

  private void oneDies(PackagedProgram first, PackagedProgram second, EmbeddedParts parts)
      throws Exception {
    Owner atFirst = setUp(first);
    Owner atSecond = atFirst.at(second);
    parts.change("update capacity_classes set slots = 2 where slot_class = 'small'");
    List<Long> datasets = submit(atFirst, atSecond);
    boolean firstDies = hasAWorker(parts).equals(one.root().toString());
    PackagedProgram dies = firstDies ? first : second;
    dies.process().destroyForcibly();
    dies.awaitEnd();
    for (long dataset : datasets) {
      (firstDies ? atSecond : atFirst).awaitChecked(dataset);
    }
  }

  /** Holds the lock that a server waits for before it stores its schedule. */
  private static Connection schedule(EmbeddedParts parts) throws SQLException {
    Connection holder = parts.connect();
    try (Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(hashtextextended('headstart/schedule', 0))");
    }
    return holder;
  }

  private static PackagedProgram start(HomeFolder home, EmbeddedParts parts) throws IOException {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(parts.settings());
    return PackagedProgram.start(home.root(), PackagedProgram.freePort(), settings);
  }

  /** By the link of the server that came first; the other one has made none. */
  private Owner setUp(PackagedProgram program) {
    assertNotEquals(Files.exists(one.setupLink()), Files.exists(other.setupLink()));
    return Owner.setUp(program, (Files.exists(one.setupLink()) ? one : other).root());
  }

  /** Waits for a worker; the home of the server that started it. */
  private static String hasAWorker(EmbeddedParts parts) {
    String homes = "select home from attempts where state = 'RUNNING'";
    Await.until("a server has a worker", () -> !parts.ask(homes).isEmpty());
    return parts.ask("select home from attempts order by started_at limit 1").get(0);
  }

  private List<Long> submit(Owner... owners) throws Exception {
    List<Callable<Long>> uploads = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      Owner owner = owners[i % owners.length];
      Path file = Letters.write(folder.resolve("letters-" + i + ".csv"), 60);
      uploads.add(() -> owner.uploaded(file));
    }
    ExecutorService atOnce = Executors.newFixedThreadPool(JOBS);
    try {
      List<Long> numbers = new ArrayList<>();
      for (Future<Long> upload : atOnce.invokeAll(uploads)) {
        numbers.add(upload.get());
      }
      return numbers;
    } finally {
      atOnce.shutdownNow();
    }
  }

  /** Per job: as often begun as it had attempts, one success; and both servers had a part. */
  private void eachOnce(EmbeddedParts parts) {
    assertEquals(
        List.of(),
        parts.ask(
            """
            select j.id, j.state, j.attempt from jobs j join job_events e
              on e.team_id = j.team_id and e.job_id = j.id
            group by j.id, j.state, j.attempt
            having j.state <> 'SUCCEEDED'
              or count(*) filter (where e.to_state = 'SUCCEEDED') <> 1
              or count(*) filter (where e.to_state = 'STARTING') <> j.attempt"""));
    assertEquals(List.of("" + JOBS), parts.ask("select count(*) from jobs"));
    assertEquals(List.of("2"), parts.ask("select count(distinct home) from attempts"));
  }
}
