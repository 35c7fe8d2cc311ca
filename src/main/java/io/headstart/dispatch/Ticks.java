package io.headstart.dispatch;

import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/**
 * Quartz decides when the queue is looked at: on one server of a cluster at a time. What happens
 * then is decided from rows.
 */
@ApplicationScoped
public class Ticks {
  private final Dispatcher dispatcher;

  Ticks(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  // A job's definition stays in Quartz' tables: whoever changes these annotations renames it.
  @Nonconcurrent
  @Scheduled(
      identity = "dispatch-tick-1",
      every = "{headstart.dispatch.tick}",
      skipExecutionIf = NotAutomatic.class)
  void tick() {
    dispatcher.tick();
  }

  /** Comes while database and Hibernate are open: the stop lasts as long as a running tick. */
  void stop(@Observes @Priority(1) ShutdownEvent event, Scheduler quartz)
      throws SchedulerException {
    quartz.standby();
    quartz.shutdown(true);
    dispatcher.stop();
  }

  /** Skips ticks on servers that don't dispatch. */
  @Singleton
  public static class NotAutomatic implements Scheduled.SkipPredicate {
    private final DispatchConfig config;

    NotAutomatic(DispatchConfig config) {
      this.config = config;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
      return !config.automatic();
    }
  }
}
