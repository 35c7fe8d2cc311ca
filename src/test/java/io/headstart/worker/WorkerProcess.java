package io.headstart.worker;

import io.headstart.protocol.WorkerEnvironment;
import io.headstart.testsupport.ShortLived;
import io.headstart.worker.link.TestControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A worker as a process of its own, started as the local launcher starts one. */
final class WorkerProcess implements AutoCloseable {
  final Process process;
  final Path output;

  WorkerProcess(TestControlPlane server, Path scratch, Path output) throws IOException {
    String classes =
        "target/classes:" + Files.readString(Path.of("target/worker.classpath")).strip();
    ProcessBuilder builder =
        new ProcessBuilder(
            ShortLived.java("256m", "-cp", classes, "io.headstart.worker.WorkerMain"));
    builder.environment().put(WorkerEnvironment.ATTEMPT_URL, server.attempt().toString());
    builder.environment().put(WorkerEnvironment.ATTEMPT_TOKEN, TestControlPlane.TOKEN);
    builder.environment().put(WorkerEnvironment.SCRATCH, scratch.toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    this.output = output;
    this.process = builder.start();
  }

  String said() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
