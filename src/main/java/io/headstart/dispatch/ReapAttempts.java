package io.headstart.dispatch;

import io.headstart.job.AttemptProcesses;
import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobLifecycle;
import io.headstart.job.JobState;
import io.headstart.job.Reason;
import io.headstart.job.Standing;
import io.headstart.platform.tenancy.TeamWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One look at every attempt whose process may live: adopts what an earlier life of this server
 * launched, ends what died, is silent, was cancelled or ran too long, and frees slots when a
 * process is proven gone. Every server may do it at any time, also twice at once.
 */
@ApplicationScoped
public class ReapAttempts {
  private static final Logger LOG = Logger.getLogger(ReapAttempts.class);

  /** What a page says of a job whose worker has not begun. */
  private static final String BEGINS = "Its worker is being started";

  static final String WAITS = "Its worker waits: ";

  private final WatchAttempts watch;
  private final SweepGrace grace;
  private final TeamWork work;
  private final JobLifecycle lifecycle;
  private final AttemptProcesses processes;
  private final Launchers launchers;
  private final LaunchAttempt launches;
  private final EndAttempt ends;

  ReapAttempts(
      WatchAttempts watch,
      SweepGrace grace,
      TeamWork work,
      JobLifecycle lifecycle,
      AttemptProcesses processes,
      Launchers launchers,
      LaunchAttempt launches,
      EndAttempt ends) {
    this.watch = watch;
    this.grace = grace;
    this.work = work;
    this.lifecycle = lifecycle;
    this.processes = processes;
    this.launchers = launchers;
    this.launches = launches;
    this.ends = ends;
  }

  /** Looks at all of them; what goes wrong with one is said in the log and keeps no other back. */
  public void sweep() {
    sweep(watch.all());
  }

  /** Looks at those that this server launched: no other server can see their processes. */
  void sweepOwn() {
    sweep(watch.all().stream().filter(Watched::mine).toList());
  }

  private void sweep(List<Watched> attempts) {
    boolean silenceCounts = grace.isOver();
    for (var watched : attempts) {
      try {
        look(watched, silenceCounts);
      } catch (RuntimeException e) {
        LOG.errorf(
            e,
            "could not look after job %s attempt %d",
            watched.attempt().job().id(),
            watched.attempt().number());
      }
    }
  }

  /** Ends processes of attempts that are over or that nobody knows, where that can be seen. */
  public void reconcile() {
    launchers.inUse().reconcile(this::orphans);
  }

  private Set<AttemptRef> orphans(Set<AttemptRef> found) {
    var orphans = new HashSet<>(found);
    watch.all().forEach(watched -> orphans.remove(watched.attempt()));
    return orphans;
  }

  private void look(Watched watched, boolean silenceCounts) {
    boolean mine = watched.mine() && launchers.inUse().name().equals(watched.launcher());
    var sighting =
        mine
            ? launchers.inUse().look(watched.attempt(), launched(watched))
            : new Sighting.Unknown();
    if (sighting instanceof Sighting.Gone gone) {
      gone(watched, gone, silenceCounts);
    } else if (watched.state().isLive()) {
      live(watched, mine, sighting instanceof Sighting.Alive alive ? alive : null, silenceCounts);
    } else {
      ended(watched, mine);
    }
  }

  /** A launch that was never answered and whose process was asked to end long ago is over. */
  private static Launched launched(Watched watched) {
    return watched.endOver() && !watched.launched().isKnown()
        ? Launched.PERHAPS
        : watched.launched();
  }

  private void live(
      Watched watched, boolean mine, Sighting.@Nullable Alive alive, boolean silenceCounts) {
    if (watched.longestOver()) {
      locked(watched, standing -> ends.end(standing, tooLong()));
    } else if (watched.leaseOver() && silenceCounts) {
      var trouble = alive == null ? null : alive.trouble();
      locked(watched, standing -> ends.end(standing, silent(watched, mine, trouble)));
    } else if (watched.cancelOver()) {
      locked(watched, standing -> ends.end(standing, cancelled(null, false)));
    } else if (watched.jobState() == JobState.CANCELLING) {
      if (watched.launcher() == null) {
        locked(watched, standing -> ends.end(standing, cancelled(null, true)));
      } else if (mine && watched.cancelHeard()) {
        askToEnd(watched);
      }
    } else if (watched.state() == AttemptState.CREATED
        && watched.settled()
        && (watched.launcher() == null || (mine && !watched.launched().isKnown()))) {
      launches.launch(watched.attempt());
    } else if (alive != null && watched.jobState() == JobState.STARTING) {
      tell(watched, alive.trouble());
    }
  }

  /** Says what keeps it from beginning; a word that stands there already costs nothing. */
  private void tell(Watched watched, @Nullable Why trouble) {
    if (trouble == null && !watched.said().startsWith(WAITS)) {
      return;
    }
    var sentence = trouble == null ? BEGINS : WAITS + trouble.sentence();
    if (!sentence.equals(watched.said())) {
      var attempt = watched.attempt();
      work.run(attempt.job().team(), () -> lifecycle.tellStart(attempt, sentence));
    }
  }

  /** It has ended, but its process may live: it holds its slots until the proof. */
  private void ended(Watched watched, boolean mine) {
    if (watched.launcher() == null) {
      work.run(watched.attempt().job().team(), () -> ends.gone(watched.attempt()));
    } else if (watched.goneOver()) {
      LOG.errorf(
          "job %s attempt %d ended, but nobody has seen its process end; its slots are free again,"
              + " look for a worker that still runs",
          watched.attempt().job().id(), watched.attempt().number());
      work.run(watched.attempt().job().team(), () -> ends.gone(watched.attempt()));
    } else if (mine) {
      askToEnd(watched);
    }
  }

  private void askToEnd(Watched watched) {
    if (!watched.endAsked()) {
      work.run(watched.attempt().job().team(), () -> processes.askedToEnd(watched.attempt()));
    }
    if (!watched.endAsked() || watched.endOver()) {
      launchers.inUse().end(watched.attempt(), watched.launched(), watched.endOver());
    }
  }

  private void gone(Watched watched, Sighting.Gone gone, boolean silenceCounts) {
    var why = gone.why() == null ? Why.ofExit(gone.exitCode()) : gone.why();
    if (!watched.state().isLive()) {
      work.run(watched.attempt().job().team(), () -> ends.gone(watched.attempt()));
    } else if (watched.jobState() != JobState.CANCELLING && why.retryClass() == RetryClass.FENCED) {
      // Another process of this attempt works, or its lease will say that none does.
      live(watched, false, null, silenceCounts);
      return;
    } else {
      locked(watched, standing -> ends.end(standing, died(gone, why)));
    }
    launchers.inUse().forget(watched.attempt());
  }

  private void locked(Watched watched, Consumer<Standing> change) {
    AttemptRef attempt = watched.attempt();
    work.run(attempt.job().team(), () -> lifecycle.lock(attempt).ifPresent(change));
  }

  private static EndAttempt.Cause died(Sighting.Gone gone, Why why) {
    return new EndAttempt.Cause(
        why.retryClass(), why.code(), why.sentence(), gone.exitCode(), true);
  }

  private static EndAttempt.Cause silent(Watched watched, boolean mine, @Nullable Why trouble) {
    if (trouble != null) {
      return new EndAttempt.Cause(
          trouble.retryClass(), trouble.code(), trouble.sentence(), null, false);
    }
    if (watched.state() != AttemptState.CREATED) {
      return new EndAttempt.Cause(
          RetryClass.LOST, Reason.LOST.name(), "Its worker was silent for too long", null, false);
    }
    return mine && !watched.launched().isKnown()
        ? new EndAttempt.Cause(
            RetryClass.PLATFORM,
            Reason.NOT_STARTED.name(),
            watched.said().startsWith(WAITS)
                ? watched.said().substring(WAITS.length())
                : "Its worker could not be started in time",
            null,
            false)
        : new EndAttempt.Cause(
            RetryClass.LOST,
            Reason.NOT_STARTED.name(),
            "Its worker did not begin in time",
            null,
            false);
  }

  private static EndAttempt.Cause tooLong() {
    return new EndAttempt.Cause(
        RetryClass.TOO_LONG,
        Reason.TOO_LONG.name(),
        "It ran for longer than this team's jobs may; ask an admin for a longer limit, or for fewer epochs",
        null,
        false);
  }

  static EndAttempt.Cause cancelled(@Nullable Integer exitCode, boolean gone) {
    return new EndAttempt.Cause(
        RetryClass.CANCELLED, Reason.CANCELLED.name(), "Cancelled", exitCode, gone);
  }
}
