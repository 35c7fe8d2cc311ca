package io.headstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.Chromium;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import io.headstart.testsupport.RealServices;
import io.headstart.testsupport.Window;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large file through the browser's form to a finished check, by a server and a worker with little
 * memory.
 */
class LargeUploadIT {
  private static final long SIZE = 200_000_000;
  private static final int SERVER_MEGABYTES = 256;
  private static final int WORKER_MEGABYTES = 256;

  /** Minutes, not seconds: build machines are slow and shared. */
  private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
      new LocatorAssertions.IsVisibleOptions().setTimeout(600_000);

  private static final Pattern HEAP = Pattern.compile(" (\\d+)M->\\d+M\\(");

  @TempDir Path folder;

  private final HomeFolder home = RealServices.homeWithModels();

  @Test
  void twoHundredMegabytesPassThroughASmallServer() throws Exception {
    Path csv = folder.resolve("letters.csv");
    long rows = write(csv);
    Path logs = Files.createDirectory(folder.resolve("gc"));
    Map<String, String> environment =
        Map.of(
            "HEADSTART_DISPATCH_LOCAL_JAVA_OPTIONS",
            "-Xmx" + WORKER_MEGABYTES + "m,-Xlog:gc:file=" + logs.resolve("worker.log"));
    try (Chromium chromium = Chromium.open();
        PackagedProgram program =
            PackagedProgram.start(
                    home.root(),
                    PackagedProgram.freePort(),
                    environment,
                    "-Xlog:gc:file=" + logs.resolve("server.log"))
                .awaitReady();
        Window window = chromium.window(1440, ColorScheme.LIGHT)) {
      Owner.setUp(program, home.root());
      Page page = window.page();
      page.navigate(program.page().resolve("/sign-in").toString());
      page.getByLabel("E-mail").fill(Owner.EMAIL);
      page.getByLabel("Password").fill(Owner.PASSWORD);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
      page.navigate(program.page().resolve("/teams/demo/datasets/new").toString());

      long begun = System.nanoTime();
      page.locator("hs-upload input[type=file]").setInputFiles(csv);
      page.waitForURL("**/datasets/1", new Page.WaitForURLOptions().setTimeout(600_000));
      long uploaded = System.nanoTime();
      assertThat(
              page.getByRole(
                  AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept check 1")))
          .isVisible(PATIENTLY);
      long checked = System.nanoTime();
      assertThat(page.getByText("%,d rows read, %,d kept".formatted(rows, rows))).isVisible();

      assertTrue(program.process().isAlive());
      assertFalse(program.text().contains("OutOfMemoryError"), program.text());
      long server = peak(logs.resolve("server.log"));
      long worker = peak(logs.resolve("worker.log"));
      System.out.printf(
          "%,d rows, %d MB: upload %d s, check %d s; server: heap at most %d of %d MB, resident at"
              + " most %d MB; worker: heap at most %d MB%n",
          rows,
          SIZE / 1_000_000,
          Duration.ofNanos(uploaded - begun).toSeconds(),
          Duration.ofNanos(checked - uploaded).toSeconds(),
          server,
          SERVER_MEGABYTES,
          resident(program.process().pid()),
          worker);
      assertTrue(server <= SERVER_MEGABYTES && worker <= WORKER_MEGABYTES);
    }
  }

  /** Writes rows that all differ, of about 200 bytes, without holding them; how many. */
  private static long write(Path file) throws IOException {
    List<String> words = List.of("lamp", "kettle", "bicycle", "jacket", "keyboard", "guitar");
    long rows = 0;
    long size = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("message,kind\n");
      while (size < SIZE) {
        StringBuilder row = new StringBuilder("letter ").append(rows).append(':');
        for (int i = 0; row.length() < 188; i++) {
          row.append(' ').append(words.get((int) ((rows * 7 + i * (rows % 5 + 1)) % words.size())));
        }
        row.append(rows % 2 == 0 ? ",order\n" : ",complaint\n");
        out.append(row);
        size += row.length();
        rows++;
      }
    }
    return rows;
  }

  /** The fullest heap that a log of the garbage collector names, in MB; 0 when it never ran. */
  private static long peak(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(HEAP::matcher)
          .filter(Matcher::find)
          .mapToLong(found -> Long.parseLong(found.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** Most memory that a process has had resident so far, in MB; 0 where this can't be asked. */
  private static long resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_000)
        .findFirst()
        .orElse(0);
  }
}
