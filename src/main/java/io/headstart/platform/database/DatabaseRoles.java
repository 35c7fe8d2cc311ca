package io.headstart.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Makes the database {@value #DATABASE} and its four roles with a superuser's connection. May be
 * called again at any time: nothing is lost, passwords are set anew.
 */
public final class DatabaseRoles {
  /** The one database. */
  public static final String DATABASE = "headstart";

  /** Owns all tables; runs migrations and nothing else. */
  public static final String OWNER = "hs_owner";

  /** Does what requests ask for, under row level security. */
  public static final String APP = "hs_app";

  /** Looks across teams: admission, sweeps, Quartz, the operator's pages. */
  public static final String SYSTEM = "hs_system";

  /** Reads everything, for backups; the only one that may bypass row level security. */
  public static final String BACKUP = "hs_backup";

  private DatabaseRoles() {}

  /**
   * Makes what is missing.
   *
   * @param superuser gives the superuser's data source of a database, by its name
   * @param passwords of the roles; only {@code [A-Za-z0-9_-]}
   */
  public static void create(Function<String, DataSource> superuser, Map<String, String> passwords)
      throws SQLException, IOException {
    try (Connection connection = superuser.apply("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        statement.execute("create database " + DATABASE + " template template0 encoding 'UTF8'");
      }
    }
    try (Connection connection = superuser.apply(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(script());
      for (Map.Entry<String, String> entry : passwords.entrySet()) {
        if (!entry.getValue().matches("[A-Za-z0-9_-]+")) {
          throw new IllegalArgumentException("password of " + entry.getKey());
        }
        statement.execute("alter role " + entry.getKey() + " password '" + entry.getValue() + "'");
      }
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
      return rows.next();
    }
  }

  private static String script() throws IOException {
    try (InputStream file = DatabaseRoles.class.getResourceAsStream("/db/roles.sql")) {
      return new String(
          Objects.requireNonNull(file, "db/roles.sql").readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
