package io.headstart.dispatch.local;

import io.headstart.dispatch.Launched;
import io.headstart.job.AttemptRef;
import io.headstart.platform.HomeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one attempt in the home: the process that does it, what that process writes to its
 * standard output, and its scratch files.
 */
record WorkerFolder(Path root) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  static WorkerFolder of(HomeFolder home, AttemptRef attempt) {
    return new WorkerFolder(
        home.workers()
            .resolve(attempt.job().id().toString())
            .resolve(Integer.toString(attempt.number())));
  }

  /** The jobs of which there is a folder. */
  static Set<UUID> jobs(HomeFolder home) throws IOException {
    try (Stream<Path> folders = Files.list(home.workers())) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> ID.matcher(name).matches())
          .map(UUID::fromString)
          .collect(Collectors.toSet());
    }
  }

  /** The folders of a job's attempts. */
  static List<WorkerFolder> of(HomeFolder home, UUID job) throws IOException {
    try (Stream<Path> folders = Files.list(home.workers().resolve(job.toString()))) {
      return folders.map(WorkerFolder::new).toList();
    }
  }

  Path scratch() {
    return root.resolve("scratch");
  }

  Path output() {
    return root.resolve("output.log");
  }

  void make() throws IOException {
    Files.createDirectories(scratch());
  }

  /** Written at once after the start, so that a server that comes back finds the process. */
  void remember(Launched launched) throws IOException {
    HomeFolder.writeClosed(
        root.resolve("process"),
        "%d %s%n".formatted(launched.pid(), launched.since() == null ? "-" : launched.since()));
  }

  Optional<Launched> remembered() {
    try {
      var file = root.resolve("process");
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      var words = Files.readString(file).strip().split(" ", -1);
      return Optional.of(
          new Launched(
              Long.parseLong(words[0]), words[1].equals("-") ? null : Instant.parse(words[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deleteScratch() throws IOException {
    delete(scratch());
  }

  void delete() throws IOException {
    delete(root);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (var path : all) {
      Files.deleteIfExists(path);
    }
  }
}
