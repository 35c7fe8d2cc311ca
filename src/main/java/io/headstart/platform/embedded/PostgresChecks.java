package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.StartRefused;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What keeps a PostgreSQL from starting, found before or after, in words with a way out. */
final class PostgresChecks {
  /** Major version of the programs that this build carries. */
  static final String MAJOR = "18";

  /** Bytes for programs (60 MB), empty data (60 MB) and the log that PostgreSQL writes ahead. */
  private static final long FIRST_START = 400L << 20;

  private static final long LATER_START = 64L << 20;

  private static final String OWN_DATABASE = "set HEADSTART_DATABASE_URL to a database of your own";

  private PostgresChecks() {}

  /** Refuses data that another major version wrote: PostgreSQL can't read them. */
  static void versionFits(Path database) {
    Path file = database.resolve("PG_VERSION");
    try {
      if (Files.exists(file)) {
        String version = Files.readString(file).strip();
        if (!version.equals(MAJOR)) {
          throw new StartRefused(
              "The data in "
                  + database
                  + " were written by PostgreSQL "
                  + version
                  + ", this Headstart brings PostgreSQL "
                  + MAJOR
                  + ".",
              "Start the Headstart that wrote them and move them by pg_dump and pg_restore,"
                  + " or start with another folder by HEADSTART_HOME.");
        }
      }
    } catch (IOException e) {
      throw new StartRefused(
          "The data folder " + database + " can't be read (" + e.getMessage() + ").",
          "Make it readable for this user, or " + OWN_DATABASE + ".",
          e);
    }
  }

  /**
   * PostgreSQL refuses to run as root; it runs in a user namespace instead, if there may be one.
   */
  static void rightsCanBeDropped() {
    if (isRoot()) {
      rightsCanBeDropped(LinuxUtils.isUnshareAvailable());
    }
  }

  static void rightsCanBeDropped(boolean unshare) {
    if (!unshare) {
      throw new StartRefused(
          "PostgreSQL does not run as root, and this machine does not let root drop its rights"
              + " (unshare -U is refused).",
          "Start Headstart as another user, or " + OWN_DATABASE + ".");
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"))
        && System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  }

  /** Turns a failed start into words, with the help of what the server wrote to its log. */
  static StartRefused explain(HomeFolder home, Path log, Exception cause) {
    String said = tail(log);
    String all = said + causes(cause);
    if (all.contains("No space left on device")) {
      return full(home, "PostgreSQL could not start.", cause);
    }
    if (all.contains("cannot be run as root")) {
      return new StartRefused(
          "PostgreSQL does not run as root.",
          "Start Headstart as another user, or " + OWN_DATABASE + ".",
          cause);
    }
    return new StartRefused(
        "PostgreSQL did not start: "
            + (said.isBlank() ? String.valueOf(cause.getMessage()) : said.strip())
            + ".",
        "See " + log + ", or " + OWN_DATABASE + ".",
        cause);
  }

  /** Refuses a start that would fail half way for want of disk space. */
  static void thereIsRoom(HomeFolder home) {
    boolean first = Files.notExists(home.database().resolve("PG_VERSION"));
    long needed = first ? FIRST_START : LATER_START;
    try {
      long free = Files.getFileStore(home.root()).getUsableSpace();
      if (free < needed) {
        throw full(
            home, (free >> 20) + " MB are free, a start needs " + (needed >> 20) + " MB.", null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StartRefused full(HomeFolder home, String detail, @Nullable Exception cause) {
    return new StartRefused(
        "The disk of " + home.root() + " is full: " + detail,
        "Free about 1 GB there, or name another folder by HEADSTART_HOME.",
        cause);
  }

  private static String causes(Throwable cause) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      text.append('\n').append(at.getMessage());
    }
    return text.toString();
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
