package io.headstart.worker;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.WorkerEnvironment;
import io.headstart.worker.check.CheckWork;
import io.headstart.worker.export.ConvertWork;
import io.headstart.worker.link.LinkTimings;
import io.headstart.worker.tryout.TryWork;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The worker program: claims one attempt, does it, commits, ends with an {@link ExitCode}. All that
 * it needs comes in {@link WorkerEnvironment}; it takes no arguments.
 */
public final class WorkerMain {
  private static final Pattern ATTEMPT = Pattern.compile(".*/jobs/([^/]+)/attempts/([^/]+)/?");

  private WorkerMain() {}

  /** Runs and exits. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Does the attempt that the environment names.
   *
   * @return what the process should exit with
   */
  public static int run(String[] arguments) {
    return run(System.getenv());
  }

  private static int run(Map<String, String> environment) {
    String address = environment.getOrDefault(WorkerEnvironment.ATTEMPT_URL, "");
    Matcher attempt = ATTEMPT.matcher(address);
    boolean named = attempt.matches();
    // Before anything is loaded: whoever reads the log sees at once that the process lives.
    System.out.println(
        Instant.now()
            + " Headstart worker, process "
            + ProcessHandle.current().pid()
            + (named ? ", job " + attempt.group(1) + ", attempt " + attempt.group(2) : ""));
    String token = environment.getOrDefault(WorkerEnvironment.ATTEMPT_TOKEN, "");
    String scratch = environment.getOrDefault(WorkerEnvironment.SCRATCH, "");
    if (!named || token.isBlank() || scratch.isBlank()) {
      System.out.println(
          "The environment must name the attempt's address in "
              + WorkerEnvironment.ATTEMPT_URL
              + ", its token in "
              + WorkerEnvironment.ATTEMPT_TOKEN
              + " and a scratch folder in "
              + WorkerEnvironment.SCRATCH
              + "; launchers set them, nobody starts a worker by hand.");
      return ExitCode.USAGE.code();
    }
    int gpus = gpus(environment);
    Worker worker =
        new Worker(
            URI.create(address),
            token,
            Path.of(scratch),
            Map.of(
                Protocol.CHECK, CheckWork::new,
                Protocol.TRAIN, () -> new TrainWork(gpus),
                Protocol.TRY, TryWork::new,
                Protocol.CONVERT, ConvertWork::new),
            LinkTimings.DEFAULT,
            line -> System.out.println(Instant.now() + " " + line),
            Runtime.getRuntime()::halt);
    worker.computesOn(gpus == 0 ? "cpu" : gpus == 1 ? "1 GPU" : gpus + " GPUs");
    Thread onTerminate = new Thread(worker::terminate, "terminate");
    Runtime.getRuntime().addShutdownHook(onTerminate);
    return worker.run();
  }

  /** GPUs that were reserved; a launcher that says nothing of them has reserved none. */
  private static int gpus(Map<String, String> environment) {
    String gpus = environment.getOrDefault(WorkerEnvironment.GPUS, "0");
    return gpus.matches("[0-9]{1,4}") ? Integer.parseInt(gpus) : 0;
  }
}
