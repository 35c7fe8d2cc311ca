package io.headstart.dispatch;

import io.headstart.dispatch.AdmitQueuedJobs.Told;
import io.headstart.job.AttemptRef;
import io.headstart.job.CancelRequested;
import io.headstart.job.JobQueued;
import io.headstart.platform.Ending;
import io.headstart.quota.AddUpUsage;
import io.headstart.quota.LimitsChanged;
import io.headstart.quota.SlotsReleased;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Admits and launches, at once when something has changed and with each slow tick. Rows decide what
 * happens: a call that is lost or doubled changes nothing.
 */
@ApplicationScoped
@Unremovable
public class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final long STOP_SECONDS = 20;
  private static final long RECONCILE_SECONDS = 30;

  /** A launch is little work and much waiting, for rows and for who starts the process. */
  private static final int LAUNCHES_AT_ONCE = 8;

  private final AdmitQueuedJobs admits;
  private final LaunchAttempt launches;
  private final ReapAttempts reaps;
  private final SweepLeftovers sweeps;
  private final AddUpUsage usage;
  private final DispatchConfig config;
  private final Ending ending;
  private final ExecutorService admitting =
      Executors.newSingleThreadExecutor(task -> daemon(task, "headstart-dispatch"));

  /**
   * Apart: a look at all processes may take seconds, and a slot that becomes free must not wait.
   */
  private final ScheduledExecutorService watching =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "headstart-watch"));

  private final ExecutorService launching =
      Executors.newFixedThreadPool(LAUNCHES_AT_ONCE, task -> daemon(task, "headstart-launch"));
  private final AtomicBoolean admissionDue = new AtomicBoolean();
  private final AtomicBoolean sweepDue = new AtomicBoolean();

  Dispatcher(
      AdmitQueuedJobs admits,
      LaunchAttempt launches,
      ReapAttempts reaps,
      SweepLeftovers sweeps,
      AddUpUsage usage,
      DispatchConfig config,
      Ending ending) {
    this.admits = admits;
    this.launches = launches;
    this.reaps = reaps;
    this.sweeps = sweeps;
    this.usage = usage;
    this.config = config;
    this.ending = ending;
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Admits what may begin now and starts its workers; returns when they have been. All who go on
   * waiting are told why.
   */
  public void admitAndLaunch() {
    CompletableFuture.allOf(begin(Told.EVERYBODY).toArray(CompletableFuture[]::new)).join();
  }

  /** While slots that become free meanwhile wait for no launch. */
  private void begin() {
    begin(Told.THE_FIRST);
  }

  private List<CompletableFuture<Void>> begin(Told told) {
    return admits.admit(told).stream()
        .map(attempt -> CompletableFuture.runAsync(() -> launch(attempt), launching))
        .toList();
  }

  private void launch(AttemptRef attempt) {
    try {
      launches.launch(attempt);
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "could not launch job %s attempt %d; the next sweep tries again",
          attempt.job().id(),
          attempt.number());
    }
  }

  /** Quartz' ticks come to one server of a cluster; its own processes each must watch itself. */
  void watchOwn(@Observes StartupEvent event) {
    if (config.automatic()) {
      long tick = config.tick().toMillis();
      var unused =
          watching.scheduleWithFixedDelay(
              () -> logged(reaps::sweepOwn), 0, tick, TimeUnit.MILLISECONDS);
      var unusedThree =
          watching.scheduleWithFixedDelay(
              () -> logged(reaps::reconcile), 0, RECONCILE_SECONDS, TimeUnit.SECONDS);
      var unusedToo =
          watching.scheduleWithFixedDelay(
              () -> logged(sweeps::sweepMachine), 1, 60, TimeUnit.MINUTES);
    }
  }

  /** One slow tick; none while open requests finish. */
  void tick() {
    if (!ending.begun()) {
      reaps.sweep();
      admitAndLaunch();
      usage.addUp();
    }
  }

  void queued(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobQueued event) {
    soon(admitting, admissionDue, this::begin);
  }

  void released(@Observes(during = TransactionPhase.AFTER_SUCCESS) SlotsReleased event) {
    soon(admitting, admissionDue, this::begin);
  }

  void changed(@Observes LimitsChanged event) {
    soon(admitting, admissionDue, this::begin);
  }

  void cancelled(@Observes(during = TransactionPhase.AFTER_SUCCESS) CancelRequested event) {
    soon(watching, sweepDue, reaps::sweep);
  }

  /** Many wishes while one waits are one. */
  private void soon(ExecutorService who, AtomicBoolean due, Runnable task) {
    if (!config.automatic() || !due.compareAndSet(false, true)) {
      return;
    }
    try {
      who.execute(
          () -> {
            due.set(false);
            logged(task);
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("stopping: the next start looks at the queue");
    }
  }

  private void logged(Runnable task) {
    try {
      if (!ending.begun()) {
        task.run();
      }
    } catch (RuntimeException e) {
      LOG.error("dispatch failed; the next tick tries again", e);
    }
  }

  /** Waits for what is going on; nothing begins afterwards. */
  @PreDestroy
  void stop() {
    admitting.shutdown();
    watching.shutdown(); // ends the repeated tasks too
    try {
      if (!admitting.awaitTermination(STOP_SECONDS / 2, TimeUnit.SECONDS)) {
        LOG.warn("an admission still runs at the stop");
      }
      if (!watching.awaitTermination(STOP_SECONDS / 2, TimeUnit.SECONDS)) {
        LOG.warn("a look at the processes still runs at the stop");
      }
      launching.shutdown();
      if (!launching.awaitTermination(STOP_SECONDS / 2, TimeUnit.SECONDS)) {
        LOG.warn("a launch still runs at the stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
