package io.headstart.home;

import io.headstart.platform.problem.Problem;
import io.headstart.team.Team;
import io.headstart.team.Teams;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes that whoever opens a new installation sees a model learning: team Demo, the sample <i>Spam
 * or ham</i>, and one run on it. Takes one step at a time, each decided from rows: after a crash,
 * or with several servers, nothing is made twice.
 */
@ApplicationScoped
public class FirstStart {
  private static final Logger LOG = Logger.getLogger(FirstStart.class);

  private final Teams teams;
  private final DemoSteps steps;
  private final DemoConfig config;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "first-start");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable ScheduledFuture<?> ticks;
  private @Nullable String said;

  FirstStart(Teams teams, DemoSteps steps, DemoConfig config) {
    this.teams = teams;
    this.steps = steps;
    this.config = config;
  }

  void atStart(@Observes StartupEvent started) {
    if (!config.enabled()) {
      return;
    }
    boolean others =
        teams.all().stream().map(Team::slug).anyMatch(slug -> !Teams.DEMO.equals(slug));
    if (others && teams.find(Teams.DEMO).isEmpty()) {
      return;
    }
    ticks = clock.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent stopped) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    clock.shutdownNow();
  }

  private void tick() {
    try {
      if (steps.next(teams.ensure(Teams.DEMO, "Demo"))) {
        clock.shutdown();
      }
    } catch (Problem problem) {
      LOG.debugf("The demo waits: %s", problem.title());
    } catch (RuntimeException e) {
      // Store or database may come back: said once, tried again with each tick.
      if (!clock.isShutdown() && !e.toString().equals(said)) {
        said = e.toString();
        LOG.warnf(e, "The demo can't be made yet");
      }
    }
  }
}
