package io.headstart.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.headstart.catalog.InstallBaseModels;
import io.headstart.testsupport.NoDemo;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the lines that show the whole job in a terminal out of the README and runs them, in a
 * shell, against the server with its queue and real worker processes.
 */
@QuarkusTest
@TestProfile(NoDemo.class)
class WholeJobTest {
  /** Rows of the sample that are enough to see that it works; the training takes seconds. */
  private static final int ROWS = 160;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject InstallBaseModels install;

  @TestHTTPResource("/")
  URI server;

  @TempDir Path folder;

  @Test
  void theDocumentedLinesDoTheWholeJob() throws Exception {
    install.installAll();
    TestTeam team = TestTeam.make(system);
    Files.writeString(folder.resolve("mails.csv"), sample());
    String lines =
        documented()
            .replaceFirst("export HEADSTART=\\S+", "export HEADSTART=" + root())
            .replaceFirst("export TEAM=\\S+", "export TEAM=" + team.slug())
            .replaceFirst("export TOKEN=\\S+", "export TOKEN=" + team.token(As.MEMBER));
    Files.writeString(folder.resolve("job.sh"), "set -eu\n" + lines);
    Path said = folder.resolve("said.txt");
    Process shell =
        new ProcessBuilder("bash", "job.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertTrue(shell.waitFor(8, TimeUnit.MINUTES), () -> "it hangs: " + read(said));
    assertEquals(0, shell.exitValue(), () -> read(said));
    assertTrue(read(said).contains("McNemar"), () -> read(said));
    byte[] archive = Files.readAllBytes(folder.resolve("model.zip"));
    assertEquals("PK", new String(archive, 0, 2, StandardCharsets.US_ASCII));
    String catalogue =
        team.api(As.VIEWER).get("/base-models/minilm-l6").then().extract().path("licence");
    assertEquals(List.of(catalogue, catalogue), licences(card(archive)));
  }

  private static String card(byte[] archive) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith("README.md")) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no card in the archive");
  }

  /** Every licence that a card names, in its head and in its tables. */
  private static List<String> licences(String card) {
    return Pattern.compile("licen[cs]e(?:: \"| \\| )([^\"|\\n]+?)(?:\"| \\|)")
        .matcher(card)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private String root() {
    String root = server.toString();
    return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  /** The shell block below the heading in the README. */
  private static String documented() throws IOException {
    Matcher found =
        Pattern.compile("## The whole job in a terminal.*?```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertTrue(found.find(), "the README has the lines of the whole job");
    return found.group(1);
  }

  /** The sample's first rows; a text may go over several lines, so quotes are counted. */
  private static String sample() throws IOException {
    String all;
    try (InputStream content = WholeJobTest.class.getResourceAsStream("/samples/spam-or-ham.csv")) {
      all = new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
    int rows = 0;
    boolean quoted = false;
    for (int i = 0; i < all.length(); i++) {
      quoted ^= all.charAt(i) == '"';
      if (all.charAt(i) == '\n' && !quoted && ++rows > ROWS) {
        return all.substring(0, i + 1);
      }
    }
    return all;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
