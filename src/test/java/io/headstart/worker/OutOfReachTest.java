package io.headstart.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.worker.link.LinkTimings;
import io.headstart.worker.link.TestControlPlane;
import io.headstart.worker.link.TestControlPlane.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store or a server to which there is no way: said in a sentence, and no fault of the job. */
@Timeout(120)
class OutOfReachTest {
  /** Gives up soon on what never answers. */
  private static final LinkTimings IMPATIENT =
      new LinkTimings(
          Duration.ofSeconds(1),
          Duration.ofMillis(300),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(500));

  /** The same with a server that answers, however busy this machine is. */
  private static final LinkTimings CLAIMS =
      new LinkTimings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          IMPATIENT.longestPause(),
          IMPATIENT.stall(),
          IMPATIENT.grace());

  /** The same with a name server that takes its time. */
  private static final LinkTimings LOOKS_UP =
      new LinkTimings(
          IMPATIENT.claimWithin(),
          CLAIMS.request(),
          IMPATIENT.longestPause(),
          IMPATIENT.stall(),
          IMPATIENT.grace());

  @TempDir Path folder;
  private TestControlPlane server;
  private final List<String> console = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    server = new TestControlPlane();
    server.kind = "test";
    server.silence = Duration.ofSeconds(2);
    server.input("file", Files.writeString(folder.resolve("file"), "text,label\n"), true);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aProcessWhoseStoreRefusesConnectionsSaysWhereAndWhatToDo() throws Exception {
    aCheck();
    server.storeAt = "http://127.0.0.1:" + freePort();
    assertEquals(
        "The worker could not reach the object store at "
            + server.storeAt
            + " (connection refused; tried for a while): an admin checks that it runs, and that"
            + " headstart.storage.worker-endpoint is an address that workers reach.",
        sentenceOfAProcess().replaceFirst("tried for \\d+ s", "tried for a while"));
  }

  @Test
  void aProcessWhoseStoreHasANameThatNobodyKnowsSaysSo() throws Exception {
    aCheck();
    server.storeAt = "http://store.invalid:9000";
    String sentence = sentenceOfAProcess();
    assertTrue(
        sentence.startsWith(
            "The worker could not reach the object store at http://store.invalid:9000 (the name"
                + " store.invalid can't be resolved; tried for "),
        sentence);
  }

  private void aCheck() throws Exception {
    server.kind = Protocol.CHECK;
    server.input(CheckSpec.UPLOAD, folder.resolve("file"), false);
    server.input(CheckSpec.TOKENIZER, folder.resolve("file"), true);
    server.settings =
        Protocol.json()
            .valueToTree(new CheckSpec("a.csv", 11, null, null, null, 42, 128, Modality.TEXT));
  }

  /** The process ends with 68, has told the server, and its log says the same last. */
  private String sentenceOfAProcess() throws Exception {
    try (WorkerProcess worker =
        new WorkerProcess(server, folder.resolve("scratch"), folder.resolve("output"))) {
      assertTrue(worker.process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(68, worker.process.exitValue(), worker.said());
      String sentence = server.failures.get(0).sentence();
      assertEquals(ExitCode.UNREACHABLE, server.failures.get(0).exit());
      assertEquals("store-unreachable", server.failures.get(0).reason());
      assertTrue(worker.said().strip().endsWith("store-unreachable: " + sentence), worker.said());
      assertFalse(worker.said().contains("X-Amz-Signature=1"), "no signature in the log");
      return sentence;
    }
  }

  /** A process waits a minute for a byte, so this is one of the test's own, less patient. */
  @Test
  void aStoreThatTakesConnectionsAndNeverAnswersIsOutOfReachToo() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      server.storeAt = "http://127.0.0.1:" + deaf.getLocalPort();
      assertEquals(68, reads(server.attempt(), CLAIMS));
      assertTrue(
          server.failures.get(0).sentence().contains(server.storeAt + " (no answer in time; tried"),
          server.failures.get(0).sentence());
    }
  }

  @Test
  void aStoreThatIsAwayForAWhileIsWaitedFor() throws Exception {
    server.silence = Duration.ofSeconds(30);
    int port = freePort();
    server.storeAt = "http://127.0.0.1:" + port;
    Thread comesBack =
        new Thread(
            () -> {
              try {
                TestControlPlane.await(
                    () -> server.calls.stream().filter("GET /spec"::equals).count() >= 3);
                server.storeAt = null; // the next fresh address is right
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    comesBack.start();
    assertEquals(0, reads(server.attempt(), CLAIMS), console.toString());
    comesBack.join();
    assertNotNull(server.outcome);
  }

  @Test
  void aStoreThatAnsweredOnceIsUnavailableNotOutOfReach() {
    server.fault("/store/in/file", Kind.ERROR, Integer.MAX_VALUE);
    assertEquals(69, reads(server.attempt(), CLAIMS));
    assertEquals("store-unavailable", server.failures.get(0).reason());
  }

  @Test
  void aServerOutOfReachIsNamedInTheLog() throws Exception {
    server.close();
    assertEquals(68, reads(server.attempt(), IMPATIENT));
    assertSaid(":" + server.attempt().getPort() + " (connection refused; tried for ");
    assertEquals(
        68, reads(URI.create("http://server.invalid:8080/worker/v1/jobs/j1/attempts/1"), LOOKS_UP));
    assertSaid("http://server.invalid:8080 (the name server.invalid can't be resolved; tried");
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertEquals(68, reads(at(deaf.getLocalPort()), IMPATIENT));
      assertSaid(":" + deaf.getLocalPort() + " (no answer in time; tried");
    }
  }

  @Test
  void aServerThatIsAnotherOneIsNamedAtOnce() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      assertEquals(68, reads(at(other.getAddress().getPort()), CLAIMS));
      assertSaid(
          " (something else answers there, with 404): an admin checks that"
              + " headstart.dispatch.worker-url is an address that workers reach.");
    } finally {
      other.stop(0);
    }
  }

  private void assertSaid(String part) {
    String last = console.get(console.size() - 1);
    assertTrue(last.startsWith("control-plane-unreachable: The worker could not reach"), last);
    assertTrue(last.contains(part), last);
  }

  private int reads(URI attempt, LinkTimings timings) {
    return new Worker(
            attempt,
            TestControlPlane.TOKEN,
            folder.resolve("scratch"),
            Map.of(
                "test",
                () ->
                    opened -> {
                      opened.input("file");
                      return TextNode.valueOf("done");
                    }),
            timings,
            console::add,
            code -> {
              throw new AssertionError("ended by force with " + code);
            })
        .run();
  }

  private static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port + "/worker/v1/jobs/j1/attempts/1");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
