package io.headstart.dispatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.dispatch.Demand;
import io.headstart.dispatch.LaunchFailed;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Sighting;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.HomeFolder;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.WorkerEnvironment;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.RealServices;
import io.headstart.testsupport.TestLauncher;
import io.headstart.testsupport.TinyWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real child processes, killed for real. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class LocalLauncherTest {
  private static final Demand DEMAND = new Demand("training", 1, Duration.ofHours(1));

  @Inject QueueFixture queue;
  @Inject TestLauncher launchers;
  @Inject Invariants invariants;

  private final HomeFolder home = RealServices.freshHome();
  private TeamRef team;

  @BeforeEach
  void launchProcesses() throws IOException {
    team = queue.team();
    queue.forgetWaiting();
    launchers.use(launcher(tinyWorker()));
  }

  @AfterEach
  void endThem() throws IOException {
    launchers.useFake();
    invariants.hold(team);
    Path workers = home.root().resolve("workers");
    if (Files.exists(workers)) {
      try (Stream<Path> notes = Files.walk(workers)) {
        notes
            .filter(note -> note.endsWith("process"))
            .flatMap(note -> ProcessHandle.of(pid(note)).stream())
            .forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static long pid(Path note) {
    try {
      return Long.parseLong(Files.readString(note).split(" ", 2)[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aWorkerThatIsKilledIsFoundDeadAndItsJobIsTriedAgain() {
    var attempt = beating();
    process(attempt).destroyForcibly();
    Await.until("the death is seen", () -> sweptTo(attempt.job(), JobState.QUEUED));
    assertEquals(AttemptState.LOST, queue.attempt(attempt).state());
    assertEquals(137, queue.attempt(attempt).exitCode());
    assertEquals("Worker lost, attempt 2 of 3", queue.job(attempt.job()).reasonDetail());
    assertFalse(
        Files.exists(WorkerFolder.of(home, attempt).scratch()), "scratch files are deleted");

    queue.dispatch();
    var second = new AttemptRef(attempt.job(), 2);
    Await.until("attempt 2 runs", () -> queue.attempt(second).state() == AttemptState.RUNNING);
    queue.stop(attempt.job());
    Await.until("it commits", () -> sweptTo(attempt.job(), JobState.SUCCEEDED));
    assertEquals(2, queue.job(attempt.job()).resultAttempt());
  }

  @Test
  void aServerThatComesBackAdoptsItsWorkers() throws IOException {
    var attempt = beating();
    launchers.use(launcher(tinyWorker()));
    queue.sweep();
    var beat = queue.job(attempt.job()).lastBeatAt();
    Await.until("it beats on", () -> !beat.equals(queue.job(attempt.job()).lastBeatAt()));
    queue.sweep();
    assertEquals(AttemptState.RUNNING, queue.attempt(attempt).state());
    assertEquals(1, queue.job(attempt.job()).attempt());

    process(attempt).destroyForcibly();
    Await.until("the death is seen", () -> sweptTo(attempt.job(), JobState.QUEUED));
  }

  @Test
  void foldersGoSomeTimeAfterTheirJobsEnd() {
    var ended = beating();
    queue.stop(ended.job());
    Await.until("it commits", () -> sweptTo(ended.job(), JobState.SUCCEEDED));
    var going = beating();
    Path folder = WorkerFolder.of(home, ended).root();
    queue.sweepLeftovers();
    assertTrue(Files.exists(folder.resolve("output.log")), "too early");
    queue.endedLongAgo(ended.job());
    queue.sweepLeftovers();
    assertFalse(Files.exists(folder.getParent()));
    assertTrue(Files.exists(WorkerFolder.of(home, going).output()));
    queue.cancel(going.job());
    Await.until("it is cancelled", () -> sweptTo(going.job(), JobState.CANCELLED));
  }

  @Test
  void launchingTwiceStartsOneProcess() throws IOException {
    var attempt = beating();
    long pid = queue.attempt(attempt).pid();
    assertEquals(pid, launcher(tinyWorker()).launch(attempt, DEMAND, Map.of()).pid());
    process(attempt).destroyForcibly();
    Await.until("it is gone", () -> sweptTo(attempt.job(), JobState.QUEUED));
  }

  @Test
  void aProcessOfTheSameIdButAnotherStartIsNotOurs() throws IOException {
    var attempt = new AttemptRef(new JobRef(team, UUID.randomUUID()), 1);
    var self = ProcessHandle.current();
    var since = self.info().startInstant().orElseThrow();
    var fresh = launcher(tinyWorker());
    assertInstanceOf(Sighting.Alive.class, fresh.look(attempt, new Launched(self.pid(), since)));
    assertInstanceOf(
        Sighting.Gone.class, fresh.look(attempt, new Launched(self.pid(), since.minusSeconds(60))));
    assertInstanceOf(Sighting.Unknown.class, fresh.look(attempt, Launched.UNKNOWN));
  }

  @Test
  void cancelEndsTheProcess() {
    var attempt = beating();
    var process = process(attempt);
    queue.cancel(attempt.job());
    Await.until("it is cancelled", () -> sweptTo(attempt.job(), JobState.CANCELLED));
    Await.until("the process is gone", () -> !process.isAlive());
    assertNotNull(queue.attempt(attempt).goneAt());
  }

  @Test
  void aWorkerGetsItsTokenAndNoneOfTheServersSecrets() throws IOException {
    var attempt = new AttemptRef(new JobRef(team, UUID.randomUUID()), 1);
    var launcher = launcher(List.of("/usr/bin/env"));
    var launched =
        launcher.launch(attempt, DEMAND, Map.of(WorkerEnvironment.ATTEMPT_TOKEN, "hsa_x"));
    Await.until("it has printed", () -> launcher.look(attempt, launched) instanceof Sighting.Gone);
    var names =
        Files.readAllLines(WorkerFolder.of(home, attempt).output()).stream()
            .map(line -> line.replaceFirst("=.*", ""))
            .filter(name -> name.startsWith("HEADSTART") || name.contains("PASSWORD"))
            .sorted()
            .toList();
    assertEquals(List.of(WorkerEnvironment.ATTEMPT_TOKEN, WorkerEnvironment.SCRATCH), names);
    assertEquals(new Sighting.Gone(0), launcher.look(attempt, launched));
  }

  @Test
  void aCommandThatIsNotThereIsSaid() {
    // Behind setsid the missing program is its exit code, so this asks the plain way.
    var attempt = new AttemptRef(new JobRef(team, UUID.randomUUID()), 1);
    var launcher =
        new LocalLauncher(home, new WorkerCommand(config(List.of("/no/such/program")), List.of()));
    var failed = assertThrows(LaunchFailed.class, () -> launcher.launch(attempt, DEMAND, Map.of()));
    assertTrue(failed.getMessage().contains("/no/such/program"), failed.getMessage());
  }

  @Test
  void withoutASettingTheProgramItselfIsTheWorker() {
    var line = new WorkerCommand(config(null), List.of()).line();
    assertTrue(line.get(0).endsWith("java"), line.get(0));
    assertEquals("io.headstart.Headstart", line.get(line.size() - 2));
    assertEquals("worker", line.get(line.size() - 1));
  }

  private AttemptRef beating() {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.dispatch();
    var attempt = new AttemptRef(job, 1);
    Await.until("it beats", () -> queue.job(job).lastBeatAt() != null);
    assertTrue(Files.exists(WorkerFolder.of(home, attempt).scratch().resolve("cache")));
    return attempt;
  }

  private boolean sweptTo(JobRef job, JobState state) {
    queue.sweep();
    return queue.job(job).state() == state;
  }

  private ProcessHandle process(AttemptRef attempt) {
    return ProcessHandle.of(queue.attempt(attempt).pid()).orElseThrow();
  }

  private LocalLauncher launcher(List<String> command) {
    return new LocalLauncher(home, new WorkerCommand(config(command)));
  }

  private static List<String> tinyWorker() throws IOException {
    var classes = Path.of("target", "test-classes") + File.pathSeparator + "target/classes";
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classes
            + File.pathSeparator
            + Files.readString(Path.of("target", "worker.classpath")).strip(),
        TinyWorker.class.getName());
  }

  private static LocalConfig config(List<String> command) {
    return new LocalConfig() {
      @Override
      public Optional<List<String>> command() {
        return Optional.ofNullable(command);
      }

      @Override
      public Optional<List<String>> javaOptions() {
        return Optional.empty();
      }
    };
  }
}
