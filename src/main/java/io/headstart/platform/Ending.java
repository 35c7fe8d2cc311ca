package io.headstart.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Whether this server has been asked to end. Between that moment and {@link ShutdownEvent} requests
 * that are open may finish, for as long as {@code quarkus.shutdown.timeout} says; nothing that goes
 * on by itself begins anything any more.
 */
@ApplicationScoped
public class Ending {
  private final Thread hook = new Thread(this::begin, "headstart-ending");
  private volatile boolean begun;

  /** True from SIGTERM on. */
  public boolean begun() {
    return begun;
  }

  void watch(@Observes StartupEvent started) {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void stop(@Observes ShutdownEvent stopped) {
    begin();
    try {
      Runtime.getRuntime().removeShutdownHook(hook); // dev mode starts anew in the same process
    } catch (IllegalStateException processEnds) {
      return; // hooks run already
    }
  }

  private void begin() {
    begun = true;
  }
}
