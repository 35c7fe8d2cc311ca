package io.headstart.platform.tenancy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/**
 * Work across teams, as {@code hs_system}: admission, sweeps, sign-in, the admin's pages. Looks and
 * decides; what changes a team's things otherwise is {@link InTeam} work. Never joins an open
 * transaction: it always runs in one of its own.
 */
@ApplicationScoped
public class AcrossTeams {
  private final AgroalDataSource system;
  private final SessionFactory sessions;

  AcrossTeams(@DataSource("system") AgroalDataSource system, SessionFactory sessions) {
    this.system = system;
    this.sessions = sessions;
  }

  /**
   * Does {@code work} in one transaction of its own; nested calls need a connection each.
   *
   * @param work gets a session of its own, closed afterwards; entities and native SQL
   * @throws IllegalStateException when the database can't be reached
   */
  public <T> T inTransaction(Function<StatelessSession, T> work) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              try (var connection = system.getConnection();
                  var session =
                      sessions
                          .withStatelessOptions()
                          .connection(connection)
                          .openStatelessSession()) {
                return work.apply(session);
              } catch (SQLException e) {
                throw new IllegalStateException("the database can't be reached", e);
              }
            });
  }

  /** {@link #inTransaction} for work that answers nothing. */
  public void run(Consumer<StatelessSession> work) {
    this.<Boolean>inTransaction(
        session -> {
          work.accept(session);
          return true;
        });
  }
}
