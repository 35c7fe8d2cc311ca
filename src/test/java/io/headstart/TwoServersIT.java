package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import java.nio.file.Path;
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

/** Two packaged servers on one database and one object store, one of them killed in the middle. */
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

  private static final String FREE_AND_NOBODY_WAITS =
      """
      select 1 where (select count(*) from reservations where released_at is null) < 2
        and not exists (select 1 from jobs where state = 'QUEUED')""";

  @TempDir Path folder;

  private final HomeFolder home = RealServices.homeWithModels();
  private final HomeFolder secondHome = RealServices.freshHome();

  @Test
  void eachJobIsAdmittedOnceAndEndsOnceAlsoWhenOneServerDies() throws Exception {
    try (PackagedProgram first =
        PackagedProgram.start(home.root(), PackagedProgram.freePort(), SETTINGS).awaitReady()) {
      Owner owner = Owner.setUp(first, home.root()); // before a second link replaces this one
      EmbeddedParts parts = new EmbeddedParts(home);
      List<Long> datasets = new ArrayList<>();
      Map<String, String> joined = new HashMap<>(SETTINGS);
      joined.putAll(parts.settings());
      try (PackagedProgram second =
          PackagedProgram.start(secondHome.root(), PackagedProgram.freePort(), joined)
              .awaitReady()) {
        parts.change("update capacity_classes set slots = 2 where slot_class = 'small'");
        Owner atSecond = owner.at(second);
        datasets.addAll(submit(JOBS, owner, atSecond));
        String running =
            "select job_id from attempts where state = 'RUNNING' and home = '%s'"
                .formatted(secondHome.root());
        // Which server admits is chance while both slots are held; a job that comes to the second
        // when one is free is admitted there.
        Await.until(
            "the second server has a worker",
            () -> {
              if (parts.ask(running).isEmpty() && parts.ask(FREE_AND_NOBODY_WAITS).size() == 1) {
                datasets.add(oneMore(atSecond));
              }
              return !parts.ask(running).isEmpty();
            });
        second.process().destroyForcibly();
        second.awaitEnd();
        for (long dataset : datasets) {
          owner.awaitChecked(dataset);
        }
      }
      eachOnce(parts, datasets.size());
      parts.holdInvariants();
    }
  }

  private List<Long> submit(int count, Owner... owners) throws Exception {
    List<Callable<Long>> uploads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Owner owner = owners[i % owners.length];
      Path file = Letters.write(folder.resolve("letters-" + i + ".csv"), 60);
      uploads.add(() -> owner.uploaded(file));
    }
    ExecutorService atOnce = Executors.newFixedThreadPool(count);
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

  private long oneMore(Owner owner) {
    try {
      return submit(1, owner).get(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Per job: as often begun as it had attempts, one success; and both servers had a part. */
  private void eachOnce(EmbeddedParts parts, int jobs) throws Exception {
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
    assertEquals(List.of("" + jobs), parts.ask("select count(*) from jobs"));
    assertEquals(List.of("2"), parts.ask("select count(distinct home) from attempts"));
  }
}
