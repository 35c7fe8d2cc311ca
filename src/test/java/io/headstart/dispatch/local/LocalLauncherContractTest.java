package io.headstart.dispatch.local;

import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.LauncherContract;
import io.headstart.job.AttemptRef;
import io.headstart.platform.HomeFolder;
import io.headstart.testsupport.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract with processes of this machine. */
class LocalLauncherContractTest extends LauncherContract {
  private final HomeFolder home = RealServices.freshHome();

  @Override
  protected Launcher launcher(Behaviour behaviour) {
    var command =
        switch (behaviour) {
          case STAYS -> List.of("sleep", "60");
          case IS_KILLED -> List.of("sh", "-c", "kill -9 $$");
          case EXITS_64 -> List.of("sh", "-c", "exit 64");
          case IS_DEAF -> List.of("sh", "-c", "trap '' TERM; while true; do sleep 1; done");
          case SPEAKS -> List.of("sh", "-c", "echo " + WORDS + "; exit 134");
        };
    return new LocalLauncher(home, new WorkerCommand(new Command(command), List.of()));
  }

  @Override
  protected int processes(AttemptRef of) {
    try {
      var process = WorkerFolder.of(home, of).remembered().flatMap(LocalProcess::find);
      return Files.exists(home.workers()) && process.isPresent() ? 1 : 0;
    } catch (UncheckedIOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected String printed(AttemptRef of) {
    try {
      return Files.readString(WorkerFolder.of(home, of).output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void takeAway(AttemptRef of, Launched launched) {
    LocalProcess.find(launched).ifPresent(ProcessHandle::destroyForcibly);
  }

  @AfterEach
  void endIt() throws IOException {
    WorkerFolder.of(home, attempt)
        .remembered()
        .flatMap(LocalProcess::find)
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private record Command(List<String> parts) implements LocalConfig {
    @Override
    public Optional<List<String>> command() {
      return Optional.of(parts);
    }

    @Override
    public Optional<List<String>> javaOptions() {
      return Optional.empty();
    }
  }
}
