package io.headstart.testsupport;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Two processes of tests build the server for themselves, into the same folder: one after the
 * other, from before tests are looked for until the server has started; the third, whose tests need
 * none, doesn't. The two parts of this class are loaded by class loaders of their own and share
 * nothing but the system's properties.
 */
public final class OneBuildAtATime implements LauncherSessionListener {
  private static final String STARTED = OneBuildAtATime.class.getName() + ".started";
  private static final String SUITES = "io.headstart.program.SharedServer";
  private static final String WITHOUT = "io.headstart.program.NoServer";
  private static final Path FILE = Path.of("target", "one-build-at-a-time");
  private static final long POLL_MILLIS = 100;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    // Not in the build's own process, which looks for tests too, and then lives on.
    if (Boolean.getBoolean("tests.shared.server")) {
      session.getLauncher().registerLauncherDiscoveryListeners(new BeforeLookingForTests());
    }
  }

  /** Waits for the other process, before the suite's tests are looked for. */
  private static final class BeforeLookingForTests implements LauncherDiscoveryListener {
    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
      if (System.getProperty(STARTED) == null && asksFor(request, SUITES)) {
        System.setProperty(STARTED, "false");
        lock();
      }
      if (asksFor(request, WITHOUT)) {
        // The loader that Quarkus has put here builds a server as soon as it is asked for a test
        // that needs one, even if the suite then leaves that test out.
        Thread.currentThread().setContextClassLoader(OneBuildAtATime.class.getClassLoader());
      }
    }

    private static boolean asksFor(LauncherDiscoveryRequest request, String suites) {
      return request.getSelectorsByType(ClassSelector.class).stream()
          .anyMatch(asked -> asked.getClassName().startsWith(suites));
    }
  }

  private static void lock() {
    try {
      FileChannel file =
          FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.lock();
      Thread release = new Thread(() -> closeOnceStarted(file), "one-build-at-a-time");
      release.setDaemon(true);
      release.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeOnceStarted(FileChannel file) {
    try (file) {
      while (!Boolean.getBoolean(STARTED)) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sees the server start. */
  @ApplicationScoped
  static class Started {
    void at(@Observes StartupEvent started) {
      System.setProperty(STARTED, "true");
    }
  }
}
