package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of the README that show the whole job in a terminal, run in a shell as they stand. */
public final class DocumentedJob {
  /** Rows of the sample that are enough to see that it works; the training takes seconds. */
  private static final int ROWS = 160;

  private final Path folder;

  /** folder: where the shell works and its files stay. */
  public DocumentedJob(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs the lines to their end against a server.
   *
   * @param team name of the team in addresses
   * @return what the shell printed
   */
  public String run(URI server, String team, String token) throws Exception {
    Files.writeString(folder.resolve("mails.csv"), sample());
    String lines =
        documented()
            .replaceFirst("export HEADSTART=\\S+", "export HEADSTART=" + root(server))
            .replaceFirst("export TEAM=\\S+", "export TEAM=" + team)
            .replaceFirst("export TOKEN=\\S+", "export TOKEN=" + token);
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
    return read(said);
  }

  /** The archive that the last of the lines downloads. */
  public Path model() {
    return folder.resolve("model.zip");
  }

  private static String root(URI server) {
    return server.toString().replaceAll("/$", "");
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
    try (InputStream content =
        DocumentedJob.class.getResourceAsStream("/samples/spam-or-ham.csv")) {
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
