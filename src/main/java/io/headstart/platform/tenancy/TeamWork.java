package io.headstart.platform.tenancy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Callable;

/** Team work for code that has no request: jobs, sweeps, pollers, tests. */
@ApplicationScoped
public class TeamWork {
  private final TransactionSynchronizationRegistry transactions;
  private final EntityManager database;

  TeamWork(TransactionSynchronizationRegistry transactions, EntityManager database) {
    this.transactions = transactions;
    this.database = database;
  }

  /**
   * Does {@code work} in one transaction of {@code team}; joins one that is open for the same team.
   *
   * @throws IllegalStateException when a transaction is open that is not this team's
   * @throws Exception what {@code work} throws, after the rollback
   */
  public <T> T inTeam(TeamRef team, Callable<T> work) throws Exception {
    boolean begins = transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION;
    try {
      return QuarkusTransaction.joiningExisting()
          .call(
              () -> {
                if (begins) {
                  database
                      .createNativeQuery("select set_config('hs.team', ?1, true)")
                      .setParameter(1, team.id().toString())
                      .getSingleResult();
                  transactions.putResource(TeamRef.class, team);
                } else if (!team.equals(transactions.getResource(TeamRef.class))) {
                  throw new IllegalStateException("the open transaction is not this team's");
                }
                return work.call();
              });
    } catch (QuarkusTransactionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** {@link #inTeam(TeamRef, Callable)} for work that throws nothing checked. */
  public <T> T call(TeamRef team, java.util.function.Supplier<T> work) {
    try {
      return inTeam(team, work::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@link #inTeam(TeamRef, Callable)} for work that answers nothing. */
  public void run(TeamRef team, Runnable work) {
    this.<Boolean>call(
        team,
        () -> {
          work.run();
          return true;
        });
  }
}
