package io.headstart.dispatch;

import io.headstart.platform.LaunchSettings;
import io.headstart.platform.StartRefused;
import io.headstart.platform.embedded.CommandDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * {@code raise-epoch}: to be run after a backup was restored and before the server starts. Workers
 * from before know of things that the restored rows don't; from then on their tokens are refused,
 * and what they did is done again.
 */
public final class RaiseEpochCommand {
  private RaiseEpochCommand() {}

  /**
   * Runs it.
   *
   * @return the process' exit code
   * @throws StartRefused when the database can't be used
   */
  public static int run() {
    try {
      System.out.println(CommandDatabase.asSystem(new LaunchSettings(), RaiseEpochCommand::raise));
      return 0;
    } catch (SQLException e) {
      throw new StartRefused(
          "The epoch could not be raised (" + e.getMessage() + ").",
          "Start the server once, so that it brings its schema up to date, or run migrate.",
          e);
    }
  }

  private static String raise(DataSource system) throws SQLException {
    try (Connection connection = system.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      long epoch;
      try (ResultSet raised =
          statement.executeQuery("update attempt_epochs set epoch = epoch + 1 returning epoch")) {
        raised.next();
        epoch = raised.getLong(1);
      }
      // Their workers are refused like all others, so nobody waits for a word of them.
      int live =
          statement.executeUpdate(
              "update attempts set epoch = "
                  + epoch
                  + ", lease_until = clock_timestamp() where state in ('CREATED', 'RUNNING')");
      connection.commit();
      return "Headstart: epoch "
          + epoch
          + "; workers from before are refused, and "
          + (live == 1
              ? "1 attempt that was under way is"
              : live + " attempts that were under way are")
          + " tried again";
    }
  }
}
