package io.headstart.worker;

import static io.headstart.worker.link.TestControlPlane.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Finding;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.worker.link.TestControlPlane;
import io.headstart.worker.link.TestControlPlane.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check as a process with a heap of 256 MB, against a control plane on a real port. */
@Timeout(600)
class CheckProcessTest {
  private static final long MEGABYTE = 1_000_000;

  @TempDir Path folder;
  private TestControlPlane server;

  @BeforeEach
  void open() throws Exception {
    server = new TestControlPlane();
    server.heartbeat = Duration.ofMillis(200);
    Path tokenizer = folder.resolve("tokenizer.json");
    try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      Files.copy(in, tokenizer);
    }
    server.input(CheckSpec.TOKENIZER, tokenizer, true);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void upload(Path file, long declared) throws Exception {
    server.input(CheckSpec.UPLOAD, file, false);
    server.settings =
        Protocol.json()
            .valueToTree(
                new CheckSpec("mails.csv", declared, null, null, null, 42, 128, Modality.TEXT));
  }

  private int check() throws Exception {
    try (WorkerProcess worker = worker()) {
      assertTrue(worker.process.waitFor(580, TimeUnit.SECONDS));
      System.out.println(worker.said());
      return worker.process.exitValue();
    }
  }

  private WorkerProcess worker() throws IOException {
    return new WorkerProcess(server, folder.resolve("scratch"), folder.resolve("output.txt"));
  }

  private CheckReport report() throws Exception {
    assertNotNull(server.outcome);
    CheckReport committed = Protocol.json().treeToValue(server.outcome.result(), CheckReport.class);
    byte[] object = server.objects.get(CheckSpec.REPORT);
    assertEquals(committed, Protocol.json().readValue(object, CheckReport.class));
    return committed;
  }

  @Test
  void aFileIsCheckedByAProcessOfItsOwn() throws Exception {
    Path file = folder.resolve("big.csv");
    long rows = writeMails(file, 20 * MEGABYTE);
    upload(file, Files.size(file));
    assertEquals(0, check());
    CheckReport report = report();
    assertTrue(report.usable());
    assertEquals(rows, report.rowsRead());
    assertEquals(rows, report.rowsKept());
    assertTrue(report.bytes() >= 20 * MEGABYTE);
    assertTrue(report.peakHeapBytes() < 256 << 20, "peak heap " + report.peakHeapBytes());
    long lines = server.objects.get(CheckSpec.ROWS).length;
    assertTrue(lines > report.bytes());
    assertTrue(server.beats.stream().map(Heartbeat::progress).anyMatch(p -> p != null));
    assertFalse(Files.exists(folder.resolve("scratch")));
  }

  @Test
  void oneLineLargerThanTheHeapIsRefusedByItsRow() throws Exception {
    Path file = folder.resolve("line.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("text,label\nfine,ham\n".getBytes(UTF_8));
      byte[] block = "x".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 300; i++) {
        out.write(block);
      }
    }
    upload(file, Files.size(file));
    assertEquals(0, check());
    Finding worst = report().findings().get(0);
    assertEquals(Finding.Severity.ERROR, worst.severity());
    assertEquals(3L, worst.row());
    assertFalse(report().usable());
    assertEquals(1, server.outcome.files().size());
  }

  @Test
  void aFileLargerThanDeclaredIsReadNoFurtherAndReported() throws Exception {
    Path file = folder.resolve("larger.csv");
    writeMails(file, 3 * MEGABYTE);
    upload(file, MEGABYTE);
    assertEquals(0, check());
    Finding worst = report().findings().get(0);
    assertTrue(worst.text().startsWith("The file that arrived has "), worst.text());
    assertTrue(report().bytes() < 2 * MEGABYTE);
  }

  @Test
  void aTerminatedWorkerEndsWith143AndLeavesNothing() throws Exception {
    Path file = folder.resolve("mails.csv");
    writeMails(file, MEGABYTE);
    upload(file, Files.size(file));
    server.fault("/store/in/upload", Kind.STALLED, 1);
    try (WorkerProcess worker = worker()) {
      await(() -> server.calls.contains("GET /store/in/upload"));
      await(() -> Files.exists(folder.resolve("scratch/in-upload")));
      worker.process.destroy();
      assertTrue(worker.process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(143, worker.process.exitValue());
      assertFalse(Files.exists(folder.resolve("scratch")));
      assertTrue(worker.said().lines().findFirst().orElse("").contains("job j1, attempt 1"));
      assertFalse(worker.said().contains(TestControlPlane.TOKEN));
    }
  }

  private static long writeMails(Path file, long bytes) throws IOException {
    Random random = new Random(4);
    long written = 0;
    long rows = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,text,label\n");
      while (written < bytes) {
        StringBuilder row = new StringBuilder().append(rows++).append(",\"");
        for (int words = 5 + random.nextInt(80); words > 0; words--) {
          row.append(Integer.toString(random.nextInt(40_000), 36)).append(' ');
        }
        row.append("\",").append("class").append(random.nextInt(4)).append('\n');
        out.write(row.toString());
        written += row.length();
      }
    }
    return rows;
  }
}
