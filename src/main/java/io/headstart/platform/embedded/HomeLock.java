package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a home folder for one server; the operating system frees it however that server ends. */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws StartRefused when another server holds it
   */
  static HomeLock take(HomeFolder home) {
    try {
      FileChannel channel =
          FileChannel.open(
              home.root().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StartRefused(
            "Another Headstart server uses the home folder " + home.root() + ".",
            "Stop it, or name another folder by HEADSTART_HOME.");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new StartRefused(
          "The home folder " + home.root() + " can't be locked (" + e.getMessage() + ").",
          "Make it writable for this user, or name another one by HEADSTART_HOME.",
          e);
    }
  }

  /** Whether a running server holds the folder. */
  static boolean isHeld(HomeFolder home) {
    try (FileChannel channel =
        FileChannel.open(
            home.root().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process: a test that starts two
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
