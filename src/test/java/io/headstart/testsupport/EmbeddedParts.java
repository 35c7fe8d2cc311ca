package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.dispatch.Invariants;
import io.headstart.platform.HomeFolder;
import io.headstart.platform.database.DatabaseCheck;
import io.headstart.platform.database.DatabaseRoles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * PostgreSQL and object store inside a packaged program, reached from outside with the passwords
 * that the key in its home gives.
 */
public final class EmbeddedParts {
  private final HomeFolder home;
  private final Properties ports = new Properties();

  /** Those of the program that runs in {@code home}. */
  public EmbeddedParts(HomeFolder home) throws IOException {
    this.home = home;
    ports.load(new StringReader(Files.readString(home.root().resolve("ports"))));
  }

  /** Environment of a second server of the same installation, which starts neither. */
  public Map<String, String> settings() throws IOException {
    return Map.of(
        "HEADSTART_KEY", Files.readString(home.root().resolve("key")).strip(),
        "HEADSTART_DATABASE_URL", url(),
        "HEADSTART_DATABASE_APP_PASSWORD", home.key().password(DatabaseRoles.APP),
        "HEADSTART_DATABASE_SYSTEM_PASSWORD", home.key().password(DatabaseRoles.SYSTEM),
        "HEADSTART_STORAGE_ENDPOINT", "http://127.0.0.1:" + ports.getProperty("store"),
        "HEADSTART_STORAGE_ACCESS_KEY", "headstart",
        "HEADSTART_STORAGE_SECRET_KEY", home.key().password("store"));
  }

  /** Asserts that the rows are as they must be at any moment. */
  public void holdInvariants() {
    for (Map.Entry<String, String> rule : Invariants.queries().entrySet()) {
      assertEquals(List.of(), ask(rule.getValue()), rule.getKey());
    }
  }

  /** Rows of a query over all teams, columns joined by a space. */
  public List<String> ask(String query) {
    try (Connection connection = connection(DatabaseRoles.SYSTEM);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join(" ", row));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Changes what the operator may change. */
  public void change(String statement) throws SQLException {
    try (Connection connection = connection(DatabaseRoles.SYSTEM);
        Statement change = connection.createStatement()) {
      change.executeUpdate(statement);
    }
  }

  /** A connection as {@code hs_system}, for what lasts longer than a statement. */
  public Connection connect() throws SQLException {
    return connection(DatabaseRoles.SYSTEM);
  }

  private Connection connection(String role) throws SQLException {
    return DatabaseCheck.as(role, url(), home.key().password(role)).getConnection();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + ports.getProperty("postgres")
        + "/"
        + DatabaseRoles.DATABASE;
  }
}
