package io.headstart.team;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
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

  /** Makes the link by which a user sets a new password; kills the one made before. */
  static URI createFor(DataSource system, UUID user) throws SQLException {
    return create(system, user);
  }

  private static URI create(DataSource system, @Nullable UUID user) throws SQLException {
    Secret secret = Secret.fresh();
    String sql =
        "delete from setup_links where user_id is not distinct from ?::uuid"
            + " or expires_at < clock_timestamp()";
    String insert =
        "insert into setup_links (hash, user_id, expires_at)"
            + " values (?, ?, clock_timestamp() + ? * interval '1 second')";
    try (Connection connection = system.getConnection()) {
      boolean alone = connection.getAutoCommit();
      if (alone) {
        connection.setAutoCommit(false);
      }
      try (PreparedStatement delete = connection.prepareStatement(sql);
          PreparedStatement statement = connection.prepareStatement(insert)) {
        delete.setObject(1, user);
        delete.execute();
        statement.setBytes(1, secret.hash());
        statement.setObject(2, user);
        statement.setLong(3, LIFE.toSeconds());
        statement.executeUpdate();
        if (alone) {
          connection.commit();
        }
      } finally {
        if (alone) {
          connection.setAutoCommit(true);
        }
      }
    }
    return URI.create("/setup/" + secret.text());
  }
}
