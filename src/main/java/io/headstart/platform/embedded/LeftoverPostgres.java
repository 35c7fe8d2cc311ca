package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL that outlived its Headstart (killed by SIGKILL) still holds the data folder. It's
 * asked to shut down fast, so that a fresh one can take its place.
 */
final class LeftoverPostgres {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private LeftoverPostgres() {}

  /**
   * Stops it if there is one.
   *
   * @return whether there was one
   */
  static boolean stop(HomeFolder home) {
    Path file = home.database().resolve("postmaster.pid");
    Optional<ProcessHandle> leftover = find(home, file);
    if (leftover.isEmpty()) {
      return false;
    }
    try {
      // SIGINT is PostgreSQL's fast shutdown; Java itself can only send TERM (waits for clients).
      new ProcessBuilder("kill", "-INT", Long.toString(leftover.get().pid())).start().waitFor();
      leftover.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new StartRefused(
          "A PostgreSQL of an earlier start (process "
              + leftover.get().pid()
              + ") still uses "
              + home.database()
              + " and does not stop.",
          "Stop it by: kill -INT " + leftover.get().pid(),
          e);
    }
  }

  /** The pid in the file counts only if it's a PostgreSQL that works in this very folder. */
  private static Optional<ProcessHandle> find(HomeFolder home, Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 2 || !lines.get(0).strip().matches("[0-9]+")) {
        return Optional.empty();
      }
      if (!Files.isSameFile(Path.of(lines.get(1)), home.database())) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(process -> process.info().command().orElse("postgres").endsWith("postgres"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
