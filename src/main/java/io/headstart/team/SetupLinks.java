package io.headstart.team;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One-time links that set a password. Plain JDBC, so that {@code reset-admin} works without a
 * running server; the connection is one of {@code hs_system}.
 */
public final class SetupLinks {
  /** How long a link is good. */
  public static final Duration LIFE = Duration.ofHours(24);

  private SetupLinks() {}

  /**
   * Makes the link by which somebody becomes platform administrator; kills the one made before.
   *
   * @return path of the page, {@code /setup/<token>}; only its hash is stored
   * @throws SQLException when the database can't be reached or isn't migrated
   */
  public static URI create(DataSource system) throws SQLException {
    return create(system, null);
  }

  /**
   * Makes the administrator's link unless one is alive: another server on this database may have
   * made it, and must not be robbed of it.
   *
   * @return path of the page, or empty when a link is alive
   * @throws SQLException when the database can't be reached or isn't migrated
   */
  static Optional<URI> createIfNone(DataSource system) throws SQLException {
    try (Connection connection = system.getConnection()) {
      boolean alone = connection.getAutoCommit();
      if (alone) {
        connection.setAutoCommit(false);
      }
      try (Statement statement = connection.createStatement()) {
        // Two servers that start at once: the second one sees what the first has made.
        statement.execute(
            "select pg_advisory_xact_lock(hashtextextended('headstart/setup-link', 0))");
        boolean alive;
        try (ResultSet found =
            statement.executeQuery(
                "select exists (select from setup_links where user_id is null"
                    + " and expires_at > clock_timestamp())")) {
          found.next();
          alive = found.getBoolean(1);
        }
        Optional<URI> made = alive ? Optional.empty() : Optional.of(write(connection, null));
        if (alone) {
          connection.commit();
        }
        return made;
      } finally {
        if (alone) {
          connection.setAutoCommit(true);
        }
      }
    }
  }

  /** Makes the link by which a user sets a new password; kills the one made before. */
  static URI createFor(DataSource system, UUID user) throws SQLException {
    return create(system, user);
  }

  private static URI write(Connection connection, @Nullable UUID user) throws SQLException {
    Secret secret = Secret.fresh();
    String sql =
        "delete from setup_links where user_id is not distinct from ?::uuid"
            + " or expires_at < clock_timestamp()";
    String insert =
        "insert into setup_links (hash, user_id, expires_at)"
            + " values (?, ?, clock_timestamp() + ? * interval '1 second')";
    try (PreparedStatement delete = connection.prepareStatement(sql);
        PreparedStatement statement = connection.prepareStatement(insert)) {
      delete.setObject(1, user);
      delete.execute();
      statement.setBytes(1, secret.hash());
      statement.setObject(2, user);
      statement.setLong(3, LIFE.toSeconds());
      statement.executeUpdate();
    }
    return URI.create("/setup/" + secret.text());
  }

  private static URI create(DataSource system, @Nullable UUID user) throws SQLException {
    try (Connection connection = system.getConnection()) {
      boolean alone = connection.getAutoCommit();
      if (alone) {
        connection.setAutoCommit(false);
      }
      try {
        URI link = write(connection, user);
        if (alone) {
          connection.commit();
        }
        return link;
      } finally {
        if (alone) {
          connection.setAutoCommit(true);
        }
      }
    }
  }
}
