package io.headstart.dispatch.local;

import io.headstart.dispatch.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a process of this machine again, by its id and its start time. */
final class LocalProcess {
  /** The system's clock may have been set since the start time was written down. */
  private static final Duration CLOCK_SET = Duration.ofSeconds(2);

  private LocalProcess() {}

  /** The process, if it is alive and the same one. */
  static Optional<ProcessHandle> find(Launched launched) {
    if (launched.pid() == null) {
      return Optional.empty();
    }
    return ProcessHandle.of(launched.pid())
        .filter(ProcessHandle::isAlive)
        .filter(handle -> !isZombie(handle.pid()))
        .filter(handle -> same(handle.info().startInstant().orElse(null), launched.since()));
  }

  private static boolean same(@Nullable Instant found, @Nullable Instant known) {
    return found == null
        || known == null
        || Duration.between(found, known).abs().compareTo(CLOCK_SET) <= 0;
  }

  /** Dead, but nobody has asked for its exit code: where process 1 of a container doesn't. */
  private static boolean isZombie(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false; // another system, or gone since
    }
  }
}
