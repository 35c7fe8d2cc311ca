package io.headstart.testsupport;

import io.headstart.dispatch.Demand;
import io.headstart.dispatch.LaunchFailed;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.Offer;
import io.headstart.dispatch.Sighting;
import io.headstart.dispatch.Why;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An obedient launcher without processes, for tests of the dispatcher itself: the test says what
 * each "process" does. It keeps the contract of {@link Launcher}.
 */
@ApplicationScoped
public class FakeLauncher implements Launcher {
  private final AtomicLong pids = new AtomicLong(1_000_000_000);
  private final AtomicInteger failures = new AtomicInteger();
  private final Map<JobRef, RuntimeException> refusals = new ConcurrentHashMap<>();
  private final Map<AttemptRef, Fake> processes;
  private volatile @Nullable Offer offer;

  /** A machine of its own without processes. */
  public FakeLauncher() {
    this(new ConcurrentHashMap<>());
  }

  private FakeLauncher(Map<AttemptRef, Fake> processes) {
    this.processes = processes;
  }

  /** The launcher of a server that comes back to this machine and remembers nothing. */
  public FakeLauncher restarted() {
    return new FakeLauncher(processes);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Launched launch(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    var refusal = refusals.remove(attempt.job());
    if (refusal != null) {
      throw refusal;
    }
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new LaunchFailed("no more processes may be started", new IOException("fork"));
    }
    return processes.computeIfAbsent(
            attempt,
            key -> new Fake(new Launched(pids.incrementAndGet(), Instant.now()), environment))
        .launched;
  }

  @Override
  public void reconcile(UnaryOperator<Set<AttemptRef>> orphans) {
    var alive =
        processes.keySet().stream().filter(this::isAlive).collect(Collectors.toUnmodifiableSet());
    orphans.apply(alive).forEach(orphan -> end(orphan, Launched.UNKNOWN, true));
  }

  @Override
  public Sighting look(AttemptRef attempt, Launched launched) {
    var process = processes.get(attempt);
    if (process == null) {
      return new Sighting.Unknown();
    }
    return process.dead ? new Sighting.Gone(process.exitCode) : new Sighting.Alive(process.trouble);
  }

  @Override
  public void end(AttemptRef attempt, Launched launched, boolean now) {
    var process = processes.get(attempt);
    if (process != null && !process.dead && (now || !process.deaf)) {
      process.exitCode = now ? 137 : 143;
      process.dead = true;
    }
  }

  @Override
  public void forget(AttemptRef attempt) {}

  @Override
  public Optional<Offer> offer(String slotClass) {
    return Optional.ofNullable(offer);
  }

  /** What its machines have room for, of each class; null: it looks at none. */
  public void offers(@Nullable Offer machines) {
    offer = machines;
  }

  /** What the attempt's process got as its environment; empty when it was never launched. */
  public Optional<Map<String, String>> environment(AttemptRef attempt) {
    return Optional.ofNullable(processes.get(attempt)).map(process -> process.environment);
  }

  /** The next so many launches fail. */
  public void failNext(int launches) {
    failures.set(launches);
  }

  /** The next launch of that job ends so. */
  public void refuse(JobRef job, RuntimeException refusal) {
    refusals.put(job, refusal);
  }

  /** Something keeps the process from beginning; null: no longer. */
  public void trouble(AttemptRef attempt, Why trouble) {
    processes.get(attempt).trouble = trouble;
  }

  /** A process of which the server knows nothing. */
  public void stray(AttemptRef attempt) {
    processes.put(attempt, new Fake(new Launched(pids.incrementAndGet(), Instant.now()), Map.of()));
  }

  /** The process ends by itself; null: nobody sees how. */
  public void exit(AttemptRef attempt, Integer exitCode) {
    var process = processes.get(attempt);
    process.exitCode = exitCode;
    process.dead = true;
  }

  /** The process prints something. */
  public void print(AttemptRef attempt, String text) {
    var process = processes.get(attempt);
    process.printed = process.printed.concat(text);
  }

  /** What the process has printed. */
  public String printed(AttemptRef attempt) {
    return processes.get(attempt).printed;
  }

  /** The process does not listen to a polite wish to end. */
  public void deafen(AttemptRef attempt) {
    processes.get(attempt).deaf = true;
  }

  /** Whether the process runs. */
  public boolean isAlive(AttemptRef attempt) {
    var process = processes.get(attempt);
    return process != null && !process.dead;
  }

  private static final class Fake {
    final Launched launched;
    final Map<String, String> environment;
    volatile Why trouble;
    volatile boolean dead;
    volatile boolean deaf;
    volatile Integer exitCode;
    volatile String printed = "";

    Fake(Launched launched, Map<String, String> environment) {
      this.launched = launched;
      this.environment = environment;
    }
  }
}
