package io.headstart.platform.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets one server at a time store its schedule. Quartz' extension asks whether a job is there and
 * then stores it, in two transactions: of two servers that start at the same moment on a fresh
 * schema, the slower one would end with "one already exists". The extension does all this while it
 * observes the start with the priority {@link Interceptor.Priority#PLATFORM_BEFORE}, between the
 * two methods of this class.
 */
@ApplicationScoped
class OneScheduleAtATime {
  private static final Logger LOG = Logger.getLogger(OneScheduleAtATime.class);
  private static final int BEFORE_QUARTZ = Interceptor.Priority.PLATFORM_BEFORE - 1;
  private static final int AFTER_QUARTZ = Interceptor.Priority.PLATFORM_BEFORE + 1;

  /** PostgreSQL's "lock not available". */
  private static final String WAITED_TOO_LONG = "55P03";

  private static final String LOCK =
      "select pg_advisory_lock(hashtextextended('headstart/schedule', 0))";

  private final DatabaseConfig config;
  private @Nullable Connection holder;

  OneScheduleAtATime(DatabaseConfig config) {
    this.config = config;
  }

  /**
   * Waits for the lock, a minute at most: a server that hangs in its start must not keep the others
   * from theirs.
   */
  void begin(@Observes @Priority(BEFORE_QUARTZ) StartupEvent start) throws SQLException {
    // Not one of the pool's: however this start goes on, the lock ends with the connection.
    holder =
        DatabaseCheck.as(DatabaseRoles.SYSTEM, config.url(), config.systemPassword())
            .getConnection();
    try (Statement statement = holder.createStatement()) {
      statement.execute("set lock_timeout = '60s'");
      statement.execute(LOCK);
    } catch (SQLException e) {
      if (!WAITED_TOO_LONG.equals(e.getSQLState())) {
        throw e;
      }
      LOG.warn("another server has been storing its schedule for a minute: not waiting for it");
    }
  }

  void end(@Observes @Priority(AFTER_QUARTZ) StartupEvent start) throws SQLException {
    if (holder != null) {
      holder.close();
    }
  }
}
