package io.headstart.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Test processes build their Quarkus one after the other, since each unpacks what it bundles for
 * browsers into the same folder of {@code target}. It's built when the class is loaded, before
 * anything of it runs, so a process holds the lock from the end of a class to the first test of the
 * next one, which has a server then.
 */
public final class OneStartAtATime implements LauncherSessionListener, TestExecutionListener {
  private static final Path LOCK = Path.of("target", "one-start-at-a-time").toAbsolutePath();

  private static @Nullable FileChannel held;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    hold();
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.getType() == TestDescriptor.Type.TEST) {
      release();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    hold();
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    release();
  }

  @SuppressWarnings("resource") // closed by release
  private static synchronized void hold() {
    if (held == null) {
      try {
        Files.createDirectories(LOCK.getParent());
        held = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        held.lock();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static synchronized void release() {
    if (held != null) {
      try {
        held.close();
        held = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
