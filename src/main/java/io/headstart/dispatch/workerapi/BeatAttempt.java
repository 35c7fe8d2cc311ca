package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.DispatchConfig;
import io.headstart.dispatch.Superseded;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptReports;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobState;
import io.headstart.job.Standing;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes a heartbeat: renews the lease, takes in what happened, answers what to do. */
@ApplicationScoped
@InTeam
class BeatAttempt {
  private static final int MOST_POINTS = 2_000;
  private static final int MOST_LOG = 64 * 1024;
  private static final int LONGEST_LINE = 4 * 1024;

  private final JobLifecycle lifecycle;
  private final AttemptReports reports;
  private final DispatchConfig config;

  BeatAttempt(JobLifecycle lifecycle, AttemptReports reports, DispatchConfig config) {
    this.lifecycle = lifecycle;
    this.reports = reports;
    this.config = config;
  }

  Heartbeat.Answer beat(AttemptRef attempt, long epoch, Heartbeat heartbeat) {
    check(heartbeat);
    var standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    Superseded.unlessClaimed(standing, heartbeat.instance());
    if (standing.attempt().epoch() != epoch
        || !lifecycle.renew(attempt, heartbeat.instance(), config.lease())) {
      throw new Superseded();
    }
    if (standing.job().state() == JobState.CANCELLING) {
      return new Heartbeat.Answer(Heartbeat.Directive.CANCEL);
    }
    reports.take(attempt, heartbeat);
    return answer(standing);
  }

  /** What an attempt that may go on is to do. */
  static Heartbeat.Answer answer(Standing standing) {
    return new Heartbeat.Answer(
        standing.job().stopRequested() ? Heartbeat.Directive.STOP : Heartbeat.Directive.CONTINUE);
  }

  private static void check(Heartbeat heartbeat) {
    long log = 0;
    for (var line : heartbeat.log()) {
      if (line.text().length() > LONGEST_LINE) {
        throw tooMuch("line %d of the log is longer than 4 KiB".formatted(line.number()));
      }
      log += line.text().length();
    }
    if (heartbeat.points().size() > MOST_POINTS) {
      throw tooMuch("more than 2,000 points");
    }
    if (log > MOST_LOG) {
      throw tooMuch("more than 64 KiB of log");
    }
  }

  private static Problem tooMuch(String what) {
    return new Problem(413, "too-large", "A heartbeat may not carry so much: " + what);
  }
}
