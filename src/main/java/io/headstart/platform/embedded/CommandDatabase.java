package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.LaunchSettings;
import io.headstart.platform.database.DatabaseCheck;
import io.headstart.platform.database.DatabaseRoles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The database for a command of a few statements, whether a server runs or not. */
public final class CommandDatabase {
  private CommandDatabase() {}

  /**
   * Does some work as {@code hs_system}. The embedded PostgreSQL is started for it, and stopped
   * afterwards, unless a running server has it.
   *
   * @throws io.headstart.platform.StartRefused when the database can't be reached or started
   */
  public static <T> T asSystem(LaunchSettings settings, Work<T> work) throws SQLException {
    if (settings.get("headstart.database.url").isPresent()) {
      return work.with(
          DatabaseCheck.as(
              DatabaseRoles.SYSTEM,
              settings.required("headstart.database.url"),
              settings.required("headstart.database.system-password")));
    }
    HomeFolder home = HomeFolder.open(settings.home());
    InstallationKey key =
        settings.get("headstart.key").map(InstallationKey::new).orElseGet(home::key);
    if (HomeLock.isHeld(home)) {
      return work.with(system(runningUrl(home), key));
    }
    StartLog log = new StartLog(System.err); // the command's own output is for scripts
    try (EmbeddedServices services = new EmbeddedServices(home, key, log)) {
      return work.with(system(services.startDatabase(), key));
    }
  }

  private static DataSource system(String url, InstallationKey key) {
    return DatabaseCheck.as(DatabaseRoles.SYSTEM, url, key.password(DatabaseRoles.SYSTEM));
  }

  private static String runningUrl(HomeFolder home) {
    try {
      return EmbeddedDatabase.jdbcUrl(new KeptPorts(home).kept("postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is done with the connections.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T with(DataSource system) throws SQLException;
  }
}
