package io.headstart.dispatch.local;

import io.headstart.dispatch.Demand;
import io.headstart.dispatch.LaunchFailed;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.Sighting;
import io.headstart.job.AttemptRef;
import io.headstart.platform.HomeFolder;
import io.headstart.protocol.WorkerEnvironment;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Starts workers as processes of this machine. They outlive the server: their output goes to files,
 * and a server that comes back finds them by process id and start time. No boundary between teams:
 * all run as the server's user.
 */
@ApplicationScoped
public class LocalLauncher implements Launcher {
  private static final Logger LOG = Logger.getLogger(LocalLauncher.class);

  /** All that a worker gets of the server's environment; the rest may hold passwords. */
  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LANG",
          "LC_ALL",
          "TZ",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "JAVA_HOME",
          "OMP_NUM_THREADS",
          "CUDA_VISIBLE_DEVICES",
          "SSL_CERT_FILE",
          "DJL_CACHE_DIR",
          "ENGINE_CACHE_DIR",
          "PYTORCH_LIBRARY_PATH",
          "PYTORCH_VERSION",
          "PYTORCH_FLAVOR");

  /** Long enough for a sweep to ask for an exit code. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.MINUTES);

  private final HomeFolder home;
  private final WorkerCommand command;

  /** Children of this server's own life: only of them the exit code is known. */
  private final Map<AttemptRef, Process> children = new ConcurrentHashMap<>();

  LocalLauncher(HomeFolder home, WorkerCommand command) {
    this.home = home;
    this.command = command;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public synchronized Launched launch(
      AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var folder = WorkerFolder.of(home, attempt);
    var before = folder.remembered();
    if (before.isPresent() && LocalProcess.find(before.get()).isPresent()) {
      return before.get();
    }
    try {
      folder.make();
      var process = start(folder, environment);
      children.put(attempt, process);
      var unused = process.onExit().thenRunAsync(() -> children.remove(attempt, process), LATER);
      var launched =
          new Launched(process.pid(), process.toHandle().info().startInstant().orElse(null));
      folder.remember(launched);
      return launched;
    } catch (IOException e) {
      throw new LaunchFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private Process start(WorkerFolder folder, Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(command.line())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.output().toFile()));
    var own = new TreeMap<>(builder.environment());
    own.keySet().retainAll(INHERITED);
    builder.environment().clear();
    builder.environment().putAll(own);
    builder.environment().putAll(environment);
    builder.environment().put(WorkerEnvironment.SCRATCH, folder.scratch().toString());
    return builder.start();
  }

  @Override
  public Sighting look(AttemptRef attempt, Launched launched) {
    var child = children.get(attempt);
    if (child != null) {
      return child.isAlive() ? new Sighting.Alive() : new Sighting.Gone(child.exitValue());
    }
    var known =
        launched.pid() == null
            ? WorkerFolder.of(home, attempt).remembered().orElse(Launched.UNKNOWN)
            : launched;
    if (known.pid() == null) {
      return new Sighting.Unknown();
    }
    return LocalProcess.find(known).isPresent() ? new Sighting.Alive() : new Sighting.Gone(null);
  }

  @Override
  public void end(AttemptRef attempt, Launched launched, boolean now) {
    var known =
        launched.pid() == null
            ? WorkerFolder.of(home, attempt).remembered().orElse(Launched.UNKNOWN)
            : launched;
    LocalProcess.find(known)
        .ifPresent(
            process -> {
              if (!(now ? process.destroyForcibly() : process.destroy())) {
                LOG.warnf("process %s can't be ended", process.pid());
              }
            });
  }

  @Override
  public void tidy(UnaryOperator<Set<UUID>> over) {
    try {
      over.apply(WorkerFolder.jobs(home)).forEach(this::tidy);
    } catch (IOException e) {
      LOG.warnf(e, "could not look for the folders of workers that have ended");
    }
  }

  private void tidy(UUID job) {
    try {
      var folders = WorkerFolder.of(home, job);
      for (var folder : folders) {
        if (folder.remembered().flatMap(LocalProcess::find).isPresent()) {
          return; // a worker of before a restore; it notices by itself
        }
      }
      for (var folder : folders) {
        folder.delete();
      }
      Files.deleteIfExists(home.workers().resolve(job.toString()));
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf(e, "could not delete the folder of the workers of job %s", job);
    }
  }

  @Override
  public void forget(AttemptRef attempt) {
    children.remove(attempt);
    try {
      WorkerFolder.of(home, attempt).deleteScratch();
    } catch (IOException e) {
      LOG.warnf(e, "could not delete the scratch files of job %s", attempt.job().id());
    }
  }
}
