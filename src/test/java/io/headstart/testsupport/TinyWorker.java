package io.headstart.testsupport;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.WorkerEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A real worker process that does nothing but keep the protocol: it claims its attempt, beats, and
 * commits when it is asked to stop. For tests of the local launcher.
 */
public final class TinyWorker {
  private static final long BEAT_NANOS = 50_000_000;

  private TinyWorker() {}

  /** Runs until the server lets it end. */
  public static void main(String[] arguments) throws Exception {
    var server = WorkerClient.of(System.getenv());
    System.out.println("tiny worker begins");
    Files.writeString(Path.of(System.getenv(WorkerEnvironment.SCRATCH), "cache"), "features");
    if (server.start().status() != 200) {
      System.exit(ExitCode.SUPERSEDED.code());
    }
    for (long line = 1; ; line++) {
      var answer = beat(server, line);
      if (answer.status() == 409) {
        System.exit(ExitCode.SUPERSEDED.code());
      }
      if (answer.status() == 200) {
        obey(server, answer.directive());
      }
      LockSupport.parkNanos(BEAT_NANOS);
    }
  }

  private static WorkerClient.Answer beat(WorkerClient server, long line) {
    try {
      return server.beat(
          List.of(), List.of(new Heartbeat.LogLine(line, line * 50, "beat " + line)));
    } catch (IllegalStateException unreachable) {
      return new WorkerClient.Answer(503, "");
    }
  }

  private static void obey(WorkerClient server, Heartbeat.Directive directive) {
    switch (directive) {
      case CONTINUE -> {}
      case STOP -> {
        server.commit("stopped");
        System.exit(ExitCode.DONE.code());
      }
      case CANCEL -> {
        server.fail(ExitCode.CANCELLED, "cancelled", "Cancelled");
        System.exit(ExitCode.CANCELLED.code());
      }
    }
  }
}
