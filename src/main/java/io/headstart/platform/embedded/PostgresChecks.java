package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.StartRefused;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What keeps a PostgreSQL from starting, found before or after, in words with a way out. */
final class PostgresChecks {
  /** Major version of the programs that this build carries. */
  static final String MAJOR = "18";

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
    if (isRoot() && !LinuxUtils.isUnshareAvailable()) {
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
      return new StartRefused(
          "The disk of " + home.root() + " is full: PostgreSQL could not start.",
          "Free about 1 GB there, or name another folder by HEADSTART_HOME.",
          cause);
    }
    if (all.contains("cannot be run as root")) {
      return new StartRefused(
          "PostgreSQL does not run as root.",
          "Start Headstart as another user, or " + OWN_DATABASE + ".",
          cause);
    }
    if (all.contains("password authentication failed")) {
      return new StartRefused(
          "The data in " + home.database() + " belong to another installation key.",
          "Put the key that they were made with into "
              + home.root().resolve("key")
              + " or HEADSTART_KEY.",
          cause);
    }
    return new StartRefused(
        "PostgreSQL did not start: "
            + (said.isBlank() ? String.valueOf(cause.getMessage()) : said.strip())
            + ".",
        "See " + log + ", or " + OWN_DATABASE + ".",
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
