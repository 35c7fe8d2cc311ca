package io.headstart.dispatch;

import io.headstart.job.AttemptProcesses;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobView;
import io.headstart.job.Reason;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.WorkerEnvironment;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Starts the process of an admitted attempt. Idempotent: a server that died in the middle does it
 * again, and another server leaves it alone.
 */
@ApplicationScoped
class LaunchAttempt {
  private static final Logger LOG = Logger.getLogger(LaunchAttempt.class);

  private final TeamWork work;
  private final JobLifecycle lifecycle;
  private final AttemptProcesses processes;
  private final Launchers launchers;
  private final AttemptTokens tokens;
  private final ThisServer server;
  private final EndAttempt ends;

  /** Sweeps find what waits here for its turn, and must not do it a second time beside. */
  private final Set<AttemptRef> underWay = ConcurrentHashMap.newKeySet();

  LaunchAttempt(
      TeamWork work,
      JobLifecycle lifecycle,
      AttemptProcesses processes,
      Launchers launchers,
      AttemptTokens tokens,
      ThisServer server,
      EndAttempt ends) {
    this.work = work;
    this.lifecycle = lifecycle;
    this.processes = processes;
    this.launchers = launchers;
    this.tokens = tokens;
    this.server = server;
    this.ends = ends;
  }

  /** Launches it, unless another server does or it has begun or ended meanwhile. */
  void launch(AttemptRef attempt) {
    if (!server.listens() || !underWay.add(attempt)) {
      return; // during the start; the next sweep finds the attempt without a process
    }
    try {
      launchNow(attempt);
    } finally {
      underWay.remove(attempt);
    }
  }

  private void launchNow(AttemptRef attempt) {
    var launcher = launchers.inUse();
    var team = attempt.job().team();
    var here = launchers.here();
    var mine =
        work.call(
            team,
            () ->
                lifecycle
                    .lock(attempt) // the job's row before its attempt's, as everywhere
                    .filter(
                        found ->
                            processes.take(attempt, launcher.name(), here.host(), here.home())));
    if (mine.isEmpty()) {
      return;
    }
    var standing = mine.get();
    try {
      var launched =
          launcher.launch(
              attempt, demand(standing.job()), environment(attempt, standing.attempt().epoch()));
      work.run(team, () -> processes.started(attempt, launched.pid(), launched.since()));
      LOG.debugf("job %s attempt %d: process %s", attempt.job().id(), attempt.number(), launched);
    } catch (LaunchFailed e) {
      LOG.warnf(
          "job %s attempt %d could not be started: %s",
          attempt.job().id(), attempt.number(), e.getMessage());
      work.run(team, () -> failed(attempt, e));
    } catch (LaunchUnclear e) {
      LOG.warnf(
          "job %s attempt %d may not have been started, the next sweep tries again: %s",
          attempt.job().id(), attempt.number(), e.getMessage());
      work.run(team, () -> lifecycle.tellStart(attempt, ReapAttempts.WAITS + e.getMessage()));
    }
  }

  private static Demand demand(JobView job) {
    return new Demand(job.slotClass(), job.slots(), job.longest());
  }

  private void failed(AttemptRef attempt, LaunchFailed e) {
    lifecycle
        .lock(attempt)
        .ifPresent(
            standing ->
                ends.end(
                    standing,
                    new EndAttempt.Cause(
                        e.retryClass(),
                        Reason.NOT_STARTED.name(),
                        "Its worker could not be started: " + e.getMessage(),
                        null,
                        true)));
  }

  private Map<String, String> environment(AttemptRef attempt, long epoch) {
    var url =
        "%s/worker/v1/jobs/%s/attempts/%d"
            .formatted(server.workerUrl(), attempt.job().id(), attempt.number());
    return Map.of(
        WorkerEnvironment.ATTEMPT_URL,
        url,
        WorkerEnvironment.ATTEMPT_TOKEN,
        tokens.of(attempt, epoch),
        WorkerEnvironment.THREADS_WAIT,
        WorkerEnvironment.THREADS_SLEEP);
  }
}
