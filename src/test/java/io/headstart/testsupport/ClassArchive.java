package io.headstart.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How tests start the packaged server: on a flat class path, as its image does, and with an archive
 * of the classes that a start loads, which is a third of its work. Whoever starts a server first
 * has the archive made beside it; until it's there, servers start without.
 */
final class ClassArchive {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private ClassArchive() {}

  /** What follows Java's options: archive, class path and main class. */
  static List<String> command(Path runner) {
    Path archive = archive(runner);
    List<String> command = new ArrayList<>();
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    } else if (BEGUN.compareAndSet(false, true)) {
      Thread maker = new Thread(() -> make(runner, archive), "class archive");
      maker.setDaemon(true);
      maker.start();
    }
    command.addAll(flat(runner));
    return command;
  }

  /** The archive of this very build: Java takes it for no other. */
  private static Path archive(Path runner) {
    Path built = runner.resolveSibling("quarkus").resolve("generated-bytecode.jar");
    try {
      return runner
          .resolveSibling("../server-" + Files.getLastModifiedTime(built).toMillis() + ".jsa")
          .normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> flat(Path runner) {
    String folder = runner.getParent() + File.separator;
    // The last one is there for the server to find: it starts its workers by it.
    String path =
        String.join(
            File.pathSeparator,
            folder + "quarkus/transformed-bytecode.jar",
            folder + "quarkus/generated-bytecode.jar",
            folder + "app/*",
            folder + "lib/boot/*",
            folder + "lib/main/*",
            runner.toString());
    return List.of(
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-cp",
        path,
        "io.headstart.Headstart");
  }

  /** Starts a server that writes down what it has loaded when it ends; one process makes it. */
  private static void make(Path runner, Path archive) {
    Path lock = archive.resolveSibling("class-archive.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null || Files.exists(archive)) {
        return;
      }
      Path begun = Files.createTempFile(archive.getParent(), "server", ".jsa");
      Files.delete(begun);
      try (PackagedProgram program =
          PackagedProgram.start(
              RealServices.freshHome().root(), "-XX:ArchiveClassesAtExit=" + begun)) {
        Runtime.getRuntime().addShutdownHook(new Thread(program.process()::destroyForcibly));
        program.awaitReady();
      }
      Files.move(begun, archive, StandardCopyOption.ATOMIC_MOVE);
    } catch (OverlappingFileLockException anotherThread) {
      // makes it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
