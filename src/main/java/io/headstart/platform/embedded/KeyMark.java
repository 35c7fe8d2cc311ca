package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which key the database's passwords derive from, so that a start with another key says so instead
 * of failing to sign in. The mark tells nothing about the key.
 */
final class KeyMark {
  private KeyMark() {}

  static void check(HomeFolder home, InstallationKey key) {
    try {
      Path file = file(home);
      if (Files.exists(file) && !Files.readString(file).strip().equals(mark(key))) {
        throw new StartRefused(
            "The data in " + home.database() + " belong to another installation key.",
            "Put the key that they were made with into "
                + home.root().resolve("key")
                + " or HEADSTART_KEY.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(HomeFolder home, InstallationKey key) throws IOException {
    if (Files.notExists(file(home))) {
      HomeFolder.writeClosed(file(home), mark(key) + "\n");
    }
  }

  private static Path file(HomeFolder home) {
    return home.root().resolve("database-key-mark");
  }

  private static String mark(InstallationKey key) {
    return key.password("database-key-mark");
  }
}
