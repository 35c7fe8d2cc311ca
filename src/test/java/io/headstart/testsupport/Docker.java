package io.headstart.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Docker engine of this machine, for tests that end in {@code DockerIT}: its own client. */
public final class Docker {
  private Docker() {}

  /**
   * What a command came to.
   *
   * @param exitCode of the client, or of what it ran in the foreground
   * @param text all that was said
   */
  public record Said(int exitCode, String text) {
    /** The same; fails when the command did. */
    public Said well() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ": " + text);
      }
      return this;
    }
  }

  /** Runs {@code docker} with these words and waits for its end. */
  public static Said run(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    try {
      Process process = with(command).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException("docker can't be run", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessBuilder with(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("HEADSTART_"));
    return builder;
  }
}
