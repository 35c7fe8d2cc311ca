package io.headstart.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Failure;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Start;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.AttemptEnded;
import io.headstart.worker.link.ControlPlane;
import io.headstart.worker.link.LinkTimings;
import io.headstart.worker.link.LogSink;
import io.headstart.worker.link.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt from claim to commit, whatever happens in between. One use. */
final class Worker {
  private static final Duration FAILURE_TOLD_WITHIN = Duration.ofSeconds(30);

  private final Path scratch;
  private final Map<String, Supplier<Work>> works;
  private final LinkTimings timings;
  private final LogSink console;
  private final IntConsumer halt;
  private final ControlPlane controlPlane;
  private final String instance = UUID.randomUUID().toString();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile String device = "cpu";
  private volatile boolean terminating;
  private volatile @Nullable Thread main;
  private volatile @Nullable Attempt attempt;

  /**
   * @param works what to do, by the kind of job
   * @param console where lines of the log go
   * @param halt ends the process at once with the code given, for work that does not heed
   */
  Worker(
      URI address,
      String token,
      Path scratch,
      Map<String, Supplier<Work>> works,
      LinkTimings timings,
      LogSink console,
      IntConsumer halt) {
    this.scratch = scratch;
    this.works = works;
    this.timings = timings;
    this.halt = halt;
    ControlPlane plane = new ControlPlane(address, token, timings);
    this.controlPlane = plane;
    this.console = line -> console.line(plane.hideSecrets(line));
  }

  /** Names what was reserved for the work, told when it is claimed; by default {@code cpu}. */
  void computesOn(String reserved) {
    device = reserved;
  }

  /** Does everything; returns the exit code. */
  int run() {
    main = Thread.currentThread();
    try {
      Files.createDirectories(scratch);
      claimAndWork();
      return ExitCode.DONE.code();
    } catch (Throwable e) {
      return ended(e);
    } finally {
      Attempt opened = attempt;
      if (opened != null) {
        opened.close();
      }
      Thread.interrupted();
      deleteScratch();
      finished.countDown();
    }
  }

  private void claimAndWork() throws Exception {
    JobSpec spec = controlPlane.start(new Start(instance, Protocol.VERSION, host(), device));
    Attempt opened = new Attempt(controlPlane, spec, instance, scratch, console, this::stopWork);
    attempt = opened;
    opened.log("Claimed: " + spec.kind() + ", job " + spec.job() + ", attempt " + spec.attempt());
    Supplier<Work> work = works.get(spec.kind());
    if (work == null || spec.protocol() != Protocol.VERSION) {
      throw new AttemptEnded(
          ExitCode.CRASH,
          "worker-too-old",
          "This worker does not know jobs of kind "
              + spec.kind()
              + " in protocol "
              + spec.protocol()
              + "; it needs the same version as the server.");
    }
    JsonNode result = work.get().run(opened);
    opened.goOn();
    opened.commit(result);
    console.line("Committed.");
  }

  /** The attempt has to stop: asks the work to, then makes it. */
  private void stopWork() {
    Attempt opened = attempt;
    interruptWork();
    Thread last =
        new Thread(
            () -> {
              if (!finishedWithin(timings.grace())) {
                AttemptEnded why = opened == null ? null : opened.ended();
                deleteScratch();
                halt.accept((why == null ? ExitCode.CRASH : why.exit()).code());
              }
            },
            "last-resort");
    last.setDaemon(true);
    last.start();
  }

  /** SIGTERM: the work is asked to end; the process then exits with 143. */
  void terminate() {
    if (finished.getCount() > 0) {
      terminating = true;
      interruptWork();
      if (!finishedWithin(timings.grace())) {
        deleteScratch();
      }
    }
  }

  private void interruptWork() {
    Thread worker = main;
    Attempt opened = attempt;
    if (worker != null) {
      worker.interrupt();
    }
    if (opened != null) {
      opened.abortTransfers();
    }
  }

  private boolean finishedWithin(Duration time) {
    try {
      return finished.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int ended(Throwable e) {
    // What follows talks to the server; an interrupt was for the work.
    Thread.interrupted();
    Attempt opened = attempt;
    if (terminating) {
      console.line("Asked to end by the system.");
      return 143;
    }
    AttemptEnded why = Failures.classify(e, opened == null ? null : opened.ended());
    console.line(why.reason() + ": " + why.sentence());
    if (opened != null && why.exit() != ExitCode.SUPERSEDED && why.exit() != ExitCode.CANCELLED) {
      tell(opened, e, why);
    }
    return why.exit().code();
  }

  private void tell(Attempt opened, Throwable e, AttemptEnded why) {
    try {
      if (!(e instanceof AttemptEnded)) {
        Failures.stackTrace(e).forEach(opened::log);
      }
      // When it was out of reach long enough to give up, one try is enough.
      Duration within = why.exit() == ExitCode.UNAVAILABLE ? Duration.ZERO : FAILURE_TOLD_WITHIN;
      opened.flush(within);
      String sentence = Failures.bounded(controlPlane.hideSecrets(why.sentence()));
      controlPlane.fail(new Failure(instance, why.exit(), why.reason(), sentence), within);
    } catch (AttemptEnded | InterruptedException untold) {
      console.line("The failure could not be told: " + untold.getMessage());
    }
  }

  private void deleteScratch() {
    try {
      Scratch.delete(scratch);
    } catch (IOException e) {
      console.line("The scratch folder could not be emptied: " + e.getMessage());
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
