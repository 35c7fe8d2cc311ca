package io.headstart.dispatch.local;

import io.headstart.dispatch.LaunchFailed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The command line of a worker: the program itself in its other role. */
@ApplicationScoped
class WorkerCommand {
  private static final String PACKAGED = "quarkus-run.jar";
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path CLASSPATH = Path.of("target", "worker.classpath");
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final LocalConfig config;

  private final List<Path> setsid;

  @Inject
  WorkerCommand(LocalConfig config) {
    this(config, SETSID);
  }

  WorkerCommand(LocalConfig config, List<Path> setsid) {
    this.config = config;
    this.setsid = setsid;
  }

  /**
   * The whole command. Where the system has {@code setsid}, the process gets a session of its own,
   * so that Ctrl-C at the server does not reach it; it keeps its process id.
   *
   * @throws LaunchFailed when the program can't be found
   */
  List<String> line() {
    var line = new ArrayList<String>();
    setsid.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(it -> line.add(it.toString()));
    config.command().ifPresentOrElse(line::addAll, () -> line.addAll(own()));
    return line;
  }

  private List<String> own() {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    config.javaOptions().ifPresent(line::addAll);
    var jar = packaged();
    if (jar.isPresent()) {
      line.addAll(List.of("-jar", jar.get()));
    } else {
      line.addAll(List.of("-cp", classpath(), "io.headstart.Headstart"));
    }
    line.add("worker");
    return line;
  }

  private static Optional<String> packaged() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(part -> part.endsWith(PACKAGED))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .findFirst();
  }

  /** In dev mode and tests: the classes and what Maven wrote down beside them. */
  private static String classpath() {
    try {
      return CLASSES.toAbsolutePath() + File.pathSeparator + Files.readString(CLASSPATH).strip();
    } catch (IOException e) {
      throw new LaunchFailed(
          "there is neither %s nor %s; start the packaged program or set headstart.dispatch.local.command"
              .formatted(PACKAGED, CLASSPATH.toAbsolutePath()),
          e);
    }
  }
}
