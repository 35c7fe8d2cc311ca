package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.StartRefused;
import io.headstart.platform.database.DatabaseRoles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL on the loopback address, with data that survive any end of the program. */
final class EmbeddedDatabase implements AutoCloseable {
  /** Covers the recovery after a hard end on a slow disk. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;

  private EmbeddedDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server, its data made when missing, and sees that database and roles are there.
   *
   * @throws StartRefused with the way out, for everything that a person can mend
   */
  static EmbeddedDatabase start(HomeFolder home, int port, InstallationKey key) {
    PostgresChecks.versionFits(home.database());
    KeyMark.check(home, key);
    PostgresChecks.thereIsRoom(home);
    PostgresChecks.rightsCanBeDropped();
    Path log = home.logs().resolve("postgres.log");
    String superuserPassword = key.password("postgres");
    EmbeddedPostgres server;
    try {
      Files.createDirectories(home.programs());
      Files.createDirectories(home.database());
      Files.writeString(log, "", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(home.programs().toFile())
              .setDataDirectory(home.database())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START_LIMIT)
              .setPort(port)
              .setConnectConfig("password", superuserPassword)
              .setErrorRedirector(Redirect.appendTo(log.toFile()))
              .setOutputRedirector(Redirect.appendTo(log.toFile()))
              .setLocaleConfig("locale-provider", "builtin")
              .setLocaleConfig("locale", "C.UTF-8")
              // The library's defaults are for throw-away test data.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "100")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "''")
              .start();
    } catch (IOException | IllegalStateException e) {
      LeftoverPostgres.stop(home); // it may run although it never answered
      throw PostgresChecks.explain(home, log, e);
    }
    EmbeddedDatabase database = new EmbeddedDatabase(server);
    try {
      database.prepare(home, key, superuserPassword);
      return database;
    } catch (SQLException | IOException e) {
      database.close();
      throw PostgresChecks.explain(home, log, e);
    }
  }

  private void prepare(HomeFolder home, InstallationKey key, String superuserPassword)
      throws SQLException, IOException {
    closeToStrangers(home, superuserPassword);
    DatabaseRoles.create(
        name -> server.getDatabase("postgres", name),
        Map.of(
            DatabaseRoles.OWNER, key.password(DatabaseRoles.OWNER),
            DatabaseRoles.APP, key.password(DatabaseRoles.APP),
            DatabaseRoles.SYSTEM, key.password(DatabaseRoles.SYSTEM),
            DatabaseRoles.BACKUP, key.password(DatabaseRoles.BACKUP)));
    KeyMark.write(home, key);
  }

  /** A fresh data folder trusts everybody on this machine; from here on passwords are asked for. */
  private void closeToStrangers(HomeFolder home, String superuserPassword)
      throws SQLException, IOException {
    Path rules = home.database().resolve("pg_hba.conf");
    String wanted = "# Written by Headstart.\nhost all all 127.0.0.1/32 scram-sha-256\n";
    if (Files.readString(rules).equals(wanted)) {
      return;
    }
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + superuserPassword + "'");
      Files.writeString(rules, wanted, StandardOpenOption.TRUNCATE_EXISTING);
      statement.execute("select pg_reload_conf()");
    }
  }

  String jdbcUrl() {
    return jdbcUrl(server.getPort());
  }

  static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DatabaseRoles.DATABASE;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
