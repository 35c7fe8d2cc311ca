package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.LaunchSettings;
import io.headstart.platform.StartRefused;
import io.headstart.platform.database.DatabaseCheck;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One life of the control plane: starts the embedded services that are asked for, then Quarkus, and
 * stops them after it. In dev mode a reload is a new life in the same process.
 */
public final class ServerProcess {
  /** Open requests may take 20 of them, a tick that runs as many. */
  private static final int STOP_LIMIT_SECONDS = 50;

  private final StartLog log = new StartLog(System.out);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean quarkusEntered;
  private volatile boolean stopping;
  private volatile @Nullable EmbeddedServices services;

  /**
   * Runs until somebody stops it.
   *
   * @return the process' exit code
   * @throws StartRefused when it can't start, with the way out
   */
  public int run(String[] arguments) {
    Thread hook = new Thread(this::stop, "headstart-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      startServices(new LaunchSettings());
      checkDatabase(new LaunchSettings());
      return runQuarkus(arguments);
    } finally {
      closeServices();
      ended.countDown();
      if (!stopping) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private void startServices(LaunchSettings settings) {
    settings.refuseUnknown();
    HttpPort.check(settings);
    HomeFolder home = HomeFolder.open(settings.home());
    System.setProperty("headstart.home", home.root().toString());
    InstallationKey key =
        settings.get("headstart.key").map(InstallationKey::new).orElseGet(home::key);
    boolean ownDatabase = settings.get("headstart.database.url").isPresent();
    boolean ownStore = settings.get("headstart.storage.endpoint").isPresent();
    if (ownDatabase && ownStore) {
      return;
    }
    log.say("home folder " + home.root());
    EmbeddedServices fresh = new EmbeddedServices(home, key, log);
    services = fresh;
    if (!ownDatabase) {
      fresh.startDatabase();
    }
    if (!ownStore) {
      fresh.startStore();
    }
    fresh.settings().forEach(System::setProperty);
  }

  private static void checkDatabase(LaunchSettings settings) {
    DatabaseCheck.run(
        settings.required("headstart.database.url"),
        settings.required("headstart.database.app-password"),
        settings.required("headstart.database.system-password"));
  }

  private int runQuarkus(String[] arguments) {
    log.say("starting the server …");
    AtomicInteger code = new AtomicInteger();
    quarkusEntered = true;
    // The handler must not end the process: the services are still to be stopped.
    Quarkus.run(null, (exitCode, problem) -> ended(exitCode, problem, code), arguments);
    return stopping || LaunchMode.current() == LaunchMode.DEVELOPMENT ? 0 : code.get();
  }

  /** Wrong settings are found before there's a log; whatever it was, the console gets a line. */
  private static void ended(int exitCode, @Nullable Throwable problem, AtomicInteger code) {
    code.set(exitCode);
    Throwable cause = problem;
    while (cause != null && !(cause instanceof StartRefused) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause != null) {
      System.err.println("Headstart can't start. " + cause.getMessage());
    }
  }

  /**
   * Keeps the process alive until the services are down. Quarkus has a hook of its own, which lets
   * {@code Quarkus.run} return.
   */
  private void stop() {
    stopping = true;
    if (!quarkusEntered) {
      closeServices();
      return;
    }
    try {
      if (!ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        log.say("the server did not stop within " + STOP_LIMIT_SECONDS + " s");
        closeServices();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeServices() {
    EmbeddedServices running = services;
    if (running != null) {
      running.settings().keySet().forEach(System::clearProperty); // a reload decides anew
      running.close();
    }
  }
}
