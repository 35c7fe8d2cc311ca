package io.headstart.testsupport;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.NewJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real worker as a process, for attempts that {@link FakeLauncher} has "launched". Needs {@link
 * QueueProfile}.
 */
@ApplicationScoped
public class RealWorker {
  private static final int LONGEST_SECONDS = 300;

  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;

  /** Has a waiting job admitted and starts the process of its attempt. */
  public Process start(JobRef job, int attempt) {
    queue.capacity(NewJob.TRAINING, 1_000);
    queue.capacity(NewJob.SMALL, 1_000);
    queue.dispatch();
    Map<String, String> environment =
        launcher.environment(new AttemptRef(job, attempt)).orElseThrow();
    try {
      Path folder = Files.createTempDirectory("headstart-worker");
      String classes =
          "target/classes:" + Files.readString(Path.of("target/worker.classpath")).strip();
      ProcessBuilder builder =
          new ProcessBuilder(
              ShortLived.java("512m", "-cp", classes, "io.headstart.worker.WorkerMain"));
      builder.environment().putAll(environment);
      builder
          .environment()
          .put(
              io.headstart.protocol.WorkerEnvironment.SCRATCH,
              folder.resolve("scratch").toString());
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does a waiting job from its start to its success. */
  public void does(JobRef job) {
    Process process = start(job, 1);
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the worker still works after " + LONGEST_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
    if (queue.job(job).state() != JobState.SUCCEEDED) {
      throw new AssertionError(queue.job(job).toString());
    }
  }
}
