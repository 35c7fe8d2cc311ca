package io.headstart.worker;

import static io.headstart.worker.link.TestControlPlane.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Heartbeat.Directive;
import io.headstart.worker.link.AttemptEnded;
import io.headstart.worker.link.LinkTimings;
import io.headstart.worker.link.TestControlPlane;
import io.headstart.worker.link.TestControlPlane.Kind;
import io.headstart.worker.link.Work;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerTest {
  private static final LinkTimings FAST =
      new LinkTimings(
          Duration.ofSeconds(40),
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(500));

  @TempDir Path folder;
  private TestControlPlane server;
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> halted = new CompletableFuture<>();

  @BeforeEach
  void open() throws IOException {
    server = new TestControlPlane();
    server.kind = "test";
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(Work work) {
    return worker(server.attempt(), TestControlPlane.TOKEN, work).run();
  }

  private Worker worker(URI address, String token, Work work) {
    return new Worker(
        address,
        token,
        folder.resolve("scratch"),
        Map.of("test", () -> work),
        FAST,
        console::add,
        halted::complete);
  }

  private static TextNode done() {
    return TextNode.valueOf("done");
  }

  private Path file(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new java.util.Random(bytes).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void anAttemptIsClaimedDoneAndCommittedAndItsScratchFolderIsGone() throws Exception {
    server.input("rows", file("rows", 300_000), true);
    int code =
        run(
            attempt -> {
              Path rows = attempt.input("rows");
              attempt.point(new Heartbeat.Point("loss", 1, 1, 0.5));
              attempt.log("hello");
              attempt.checkpoint(1, Map.of("state.json", rows));
              attempt.upload("copy.bin", rows);
              return done();
            });
    assertEquals(0, code);
    assertEquals("done", server.outcome.result().asText());
    assertEquals("copy.bin", server.outcome.files().get(0).name());
    assertEquals(1, server.outcome.files().size());
    assertEquals("checkpoint-1/state.json", server.checkpoints.get(0).files().get(0).name());
    assertEquals(0.5, server.points.get("loss/1"));
    assertTrue(server.logText().contains("hello"));
    assertFalse(Files.exists(folder.resolve("scratch")));
    assertTrue(server.failures.isEmpty());
  }

  @Test
  void lostAnswersErrorsAndSlowAnswersChangeNothing() throws Exception {
    server.input("rows", file("rows", 200_000), true);
    for (String path : List.of("/start", "/uploads", "/checkpoints", "/commit", "/heartbeat")) {
      server.fault(path, Kind.ERROR, 2);
      server.fault(path, Kind.LOST_ANSWER, 2);
      server.fault(path, Kind.SILENT, 1);
    }
    server.fault("/store/in/rows", Kind.EXPIRED, 1);
    server.fault("/store/in/rows", Kind.TRUNCATED, 1);
    server.fault("/store/in/rows", Kind.STALLED, 1);
    server.fault("/store/copy.bin", Kind.ERROR, 1);
    server.fault("/store/copy.bin", Kind.LOST_ANSWER, 1);
    int code =
        run(
            attempt -> {
              Path rows = attempt.input("rows");
              for (int step = 1; step <= 5_000; step++) {
                attempt.point(new Heartbeat.Point("loss", step, 1, step));
                attempt.log("step " + step + " " + "x".repeat(100));
              }
              attempt.checkpoint(1, Map.of("state.json", rows));
              attempt.upload("copy.bin", rows);
              return done();
            });
    assertEquals(0, code, console.toString());
    assertEquals(5_000, server.points.size());
    assertEquals(5_000.0, server.points.get("loss/5000"));
    assertTrue(server.logText().contains("step 5000 "));
    for (long n = 1; n <= server.log.size(); n++) {
      assertNotNull(server.log.get(n), "line " + n);
    }
    for (Heartbeat beat : server.beats) {
      assertTrue(beat.points().size() <= 2_000);
      long bytes = beat.log().stream().mapToLong(l -> l.text().getBytes(UTF_8).length).sum();
      assertTrue(bytes <= 64 << 10, "log of " + bytes);
    }
    assertEquals(1, server.checkpoints.stream().distinct().count());
  }

  @Test
  void anotherInstanceOfTheSameAttemptEndsWith77AndDoesNothing() throws Exception {
    CountDownLatch claimed = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    attempt -> {
                      claimed.countDown();
                      free.await();
                      return done();
                    }));
    claimed.await();
    int code =
        worker(server.attempt(), TestControlPlane.TOKEN, attempt -> failTest("it worked")).run();
    free.countDown();
    assertEquals(ExitCode.SUPERSEDED.code(), code);
    assertEquals(0, first.get());
  }

  @Test
  void aRefusedTokenEndsWith77() {
    int code = worker(server.attempt(), "another", attempt -> failTest("it worked")).run();
    assertEquals(77, code);
    assertTrue(server.failures.isEmpty());
  }

  @Test
  void aSupersededAttemptIsInterruptedAndEndsWith77() {
    int code =
        run(
            attempt -> {
              server.fault("/heartbeat", Kind.SUPERSEDED, Integer.MAX_VALUE);
              new CountDownLatch(1).await();
              return done();
            });
    assertEquals(77, code);
    assertNull(server.outcome);
    assertTrue(server.failures.isEmpty());
  }

  @Test
  void aCancelledAttemptEndsWith78AndCommitsNothing() {
    int code =
        run(
            attempt -> {
              server.directive = Directive.CANCEL;
              while (true) {
                attempt.goOn();
              }
            });
    assertEquals(78, code);
    assertNull(server.outcome);
  }

  @Test
  void aCancelEndsADownloadThatHangs() throws Exception {
    server.input("rows", file("rows", 200_000), true);
    server.fault("/store/in/rows", Kind.STALLED, 1);
    LinkTimings patient =
        new LinkTimings(
            FAST.claimWithin(),
            FAST.request(),
            FAST.longestPause(),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () ->
                new Worker(
                        server.attempt(),
                        TestControlPlane.TOKEN,
                        folder.resolve("scratch"),
                        Map.of(
                            "test",
                            () ->
                                attempt -> {
                                  attempt.input("rows");
                                  return done();
                                }),
                        patient,
                        console::add,
                        halted::complete)
                    .run());
    await(() -> server.calls.contains("GET /store/in/rows"));
    server.directive = Directive.CANCEL;
    assertEquals(78, code.get());
  }

  @Test
  void aStopReachesTheWorkWhichThenCommits() {
    int code =
        run(
            attempt -> {
              server.directive = Directive.STOP;
              await(() -> attempt.directive() == Directive.STOP);
              return done();
            });
    assertEquals(0, code);
    assertNotNull(server.outcome);
  }

  @Test
  void aStopIsHeardWithTheCheckpointNotOnlyWithTheNextHeartbeat() {
    server.heartbeat = Duration.ofMinutes(5);
    int code =
        run(
            attempt -> {
              await(() -> !server.beats.isEmpty());
              server.directive = Directive.STOP;
              assertEquals(Directive.CONTINUE, attempt.directive());
              attempt.checkpoint(1, Map.of("weights.bin", file("weights", 100)));
              assertEquals(Directive.STOP, attempt.directive());
              return done();
            });
    assertEquals(0, code);
  }

  @Test
  void workWithoutContactGoesOnAndStopsItselfAfterTheLimit() {
    server.silence = Duration.ofMillis(1_500);
    long began = System.nanoTime();
    int code =
        run(
            attempt -> {
              server.fault(".*", Kind.ERROR, Integer.MAX_VALUE);
              new CountDownLatch(1).await();
              return done();
            });
    long millis = (System.nanoTime() - began) / 1_000_000;
    assertEquals(69, code);
    assertTrue(millis >= 1_400, "after " + millis + " ms");
  }

  @Test
  void aJobThatRunsTooLongStopsItselfAndSaysSo() {
    server.longest = Duration.ofMillis(300);
    int code =
        run(
            attempt -> {
              new CountDownLatch(1).await();
              return done();
            });
    assertEquals(65, code);
    assertEquals("longest-run", server.failures.get(0).reason());
  }

  @Test
  void heartbeatsGoOnWhileTheWorkNeverReturnsAndItIsEndedByForce() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    attempt -> {
                      uninterruptibly(free);
                      return done();
                    }));
    await(() -> server.beats.size() > 5);
    server.directive = Directive.CANCEL;
    assertEquals(78, halted.get());
    assertFalse(Files.exists(folder.resolve("scratch")));
    free.countDown();
    assertEquals(78, code.get());
  }

  @Test
  void errorsAreClassifiedToldAndLogged() {
    record Expected(Throwable error, int code, String reason) {}
    for (Expected expected :
        List.of(
            new Expected(new OutOfMemoryError("Java heap space"), 70, "out-of-memory"),
            new Expected(
                new IllegalStateException("CUDA out of memory. Tried to"), 70, "out-of-memory"),
            new Expected(new IllegalStateException("oops"), 134, "worker-error"),
            new Expected(new IOException("connection reset"), 69, "input-output"),
            new Expected(new IOException("No space left on device"), 75, "disk-full"),
            new Expected(
                new AttemptEnded(ExitCode.BAD_INPUT, "loss-not-finite", "Lower the rate."),
                65,
                "loss-not-finite"))) {
      server.close();
      try {
        open();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      int code =
          run(
              attempt -> {
                throwAny(expected.error());
                return done();
              });
      assertEquals(expected.code(), code);
      assertEquals(expected.reason(), server.failures.get(0).reason());
      assertEquals(expected.code(), server.failures.get(0).exit().code());
      assertTrue(server.failures.get(0).sentence().endsWith("."));
    }
  }

  @Test
  void anObjectThatIsNotTheRecordedOneIsRefused() throws Exception {
    Path rows = file("rows", 1_000);
    server.input("rows", rows, true);
    Files.write(rows, new byte[1_000]);
    server.silence = Duration.ofSeconds(4);
    int code =
        run(
            attempt -> {
              attempt.input("rows");
              return done();
            });
    assertEquals(69, code);
    assertEquals("store-unavailable", server.failures.get(0).reason());
    assertTrue(server.failures.get(0).sentence().contains("another hash than recorded"));
  }

  @Test
  void aKindOfJobThatIsNotKnownIsAFailure() {
    server.kind = "predict-the-weather";
    assertEquals(134, run(attempt -> failTest("it worked")));
    assertEquals("worker-too-old", server.failures.get(0).reason());
  }

  @Test
  void contentThatTheServerFindsTooLargeIsDroppedAndTheSignOfLifeGoesOn() {
    int code =
        run(
            attempt -> {
              server.fault("/heartbeat", Kind.TOO_LARGE, 1);
              attempt.log("this one is refused");
              await(() -> server.faults.get(0).isSpent());
              attempt.log("this one is not");
              return done();
            });
    assertEquals(0, code);
    assertTrue(server.log.containsValue("this one is not"));
  }

  @Test
  void noSecretReachesTheLogs() {
    int code =
        run(
            attempt -> {
              attempt.log("token " + TestControlPlane.TOKEN);
              throw new IllegalStateException(
                  "http://s/o?X-Amz-Credential=abc&X-Amz-Signature=5678&x="
                      + TestControlPlane.TOKEN);
            });
    assertEquals(134, code);
    String all = console + server.logText() + server.failures;
    assertTrue(all.contains("[token]"));
    assertFalse(all.contains(TestControlPlane.TOKEN));
    assertFalse(all.contains("5678"));
    assertFalse(all.contains("=abc"));
  }

  private static TextNode failTest(String why) {
    throw new AssertionError(why);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAny(Throwable error) throws T {
    throw (T) error;
  }

  private static void uninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // As a native call would: it does not notice.
      }
    }
  }
}
