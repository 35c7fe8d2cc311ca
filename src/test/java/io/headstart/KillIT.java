package io.headstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.EmbeddedParts;
import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a worker and of the server, in the middle of real runs of the packaged program. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class KillIT {
  /**
   * Heartbeats that come often enough to see in which epoch a run is. A lost worker is replaced at
   * once: the more that happens before a fresh server listens.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "HEADSTART_DISPATCH_HEARTBEAT", "PT0.5S",
          "HEADSTART_DISPATCH_LOST_BACKOFF", "PT0S",
          "HEADSTART_DISPATCH_GRACE", "PT0S");

  private Path folder;
  private final HomeFolder home = RealServices.homeWithModels();
  private PackagedProgram program;
  private Owner owner;
  private Map<String, Object> settings;
  private long undisturbed;

  @BeforeAll
  void startAndTrainUndisturbed(@TempDir Path files) throws Exception {
    folder = files;
    program = PackagedProgram.start(home.root(), PackagedProgram.freePort(), SETTINGS).awaitReady();
    owner = Owner.setUp(program, home.root());
    long dataset = owner.accepted(Letters.write(folder.resolve("letters.csv"), 100));
    settings =
        Map.of("dataset", dataset, "frozenBlocks", 6, "epochs", 3, "batchSize", 4, "seed", 3);
    undisturbed = owner.start(settings);
    owner.awaitSuccess(undisturbed);
  }

  @AfterEach
  void theInvariantsHold() throws IOException {
    new EmbeddedParts(home).holdInvariants();
  }

  @AfterAll
  void stop() throws InterruptedException {
    program.close();
  }

  /** Twice disturbed: the first time its worker is killed, the second time the server. */
  @Test
  void aKilledWorkerGoesOnFromItsCheckpointAndAKilledServerFindsItsWorker() throws Exception {
    long killed = owner.start(settings);
    owner.awaitRun(killed, "in epoch 2", at -> isInEpoch2(at, 1));
    worker(killed).destroyForcibly();
    owner.awaitRun(killed, "in epoch 2 again", at -> isInEpoch2(at, 2));
    ProcessHandle adopted = worker(killed);
    killServer();
    assertTrue(adopted.isAlive(), "a worker outlives its server");
    restart();
    JsonNode ended = owner.awaitSuccess(killed);
    assertEquals(2, ended.get("attempt").asInt(), ended.toString());
    assertEquals(3, ended.at("/result/epochsDone").asInt());
    assertEquals(series(owner, undisturbed), series(owner, killed));
    assertArrayEquals(model(owner, undisturbed), model(owner, killed));
  }

  /** Twice disturbed, too: what a server has launched that found nothing is shut out after that. */
  @Test
  void aServerKilledWithItsWorkerLaunchesAnotherAndARaisedEpochShutsThatOneOut() throws Exception {
    long lost = owner.start(settings);
    owner.awaitRun(lost, "in epoch 2", at -> isInEpoch2(at, 1));
    ProcessHandle first = worker(lost);
    killServer();
    first.destroyForcibly();
    restart();
    owner.awaitRun(lost, "in epoch 2 again", at -> isInEpoch2(at, 2));
    ProcessHandle second = worker(lost);
    killServer();
    int port = program.page().getPort();
    PackagedProgram command = PackagedProgram.start(home.root(), port, SETTINGS, "raise-epoch");
    assertEquals(0, command.awaitEnd(), command.text());
    assertTrue(command.text().contains("1 attempt that was under way"), command.text());
    assertTrue(second.isAlive());
    restart();
    JsonNode ended = owner.awaitSuccess(lost);
    assertEquals(3, ended.get("attempt").asInt(), ended.toString());
    assertFalse(second.isAlive(), "it ends as soon as it is refused");
    assertEquals(series(owner, undisturbed), series(owner, lost));
    assertArrayEquals(model(owner, undisturbed), model(owner, lost));
  }

  private void killServer() throws InterruptedException {
    program.process().destroyForcibly();
    program.awaitEnd();
  }

  private void restart() {
    int port = program.page().getPort();
    program = PackagedProgram.start(home.root(), port, SETTINGS).awaitReady();
  }

  private static boolean isInEpoch2(JsonNode run, int attempt) {
    return run.get("attempt").asInt() == attempt
        && run.at("/progress/phase").asText().equals("training")
        && run.at("/progress/epoch").asInt() == 2;
  }

  /** The process of the newest attempt, as its launcher noted it. */
  private ProcessHandle worker(long run) throws IOException {
    try (Stream<Path> notes = Files.walk(home.root().resolve("workers"))) {
      return notes
          .filter(note -> note.getFileName().toString().equals("process"))
          .map(KillIT::pid)
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .filter(ProcessHandle::isAlive)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no worker of run " + run));
    }
  }

  private static long pid(Path note) {
    try {
      return Long.parseLong(Files.readString(note).split(" ", 2)[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** All points of a run, as its page draws them; fails when a step stands twice. */
  private static Set<String> series(Owner owner, long run) {
    Set<String> points = new HashSet<>();
    Set<String> steps = new HashSet<>();
    for (JsonNode point : owner.page("/runs/" + run + "/points").get("points")) {
      String at = point.get("series").asText() + " " + point.get("step");
      assertTrue(steps.add(at), "twice: " + at);
      points.add(at + " " + point.get("value"));
    }
    assertTrue(points.size() > 20, "only " + points);
    return points;
  }

  private byte[] model(Owner owner, long run) throws IOException, InterruptedException {
    Path zip = folder.resolve("model-" + run + ".zip");
    owner.download(run, zip);
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith("model.onnx")) {
          return in.readAllBytes();
        }
      }
    }
    throw new AssertionError("no model.onnx in " + zip);
  }
}
