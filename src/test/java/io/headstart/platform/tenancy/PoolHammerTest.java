package io.headstart.platform.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two connections that two teams fight for: nothing of one team ever shows in the other's work. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class PoolHammerTest {
  private static final int THREADS = 32;
  private static final int TRANSACTIONS = 10_000;

  @Inject AgroalDataSource pool;
  @Inject Fixtures fixtures;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private final AtomicInteger refused = new AtomicInteger();

  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

  private int connections;
  private Duration patience;

  @BeforeEach
  void leaveTwoConnections() {
    AgroalConnectionPoolConfiguration settings = settings();
    connections = settings.maxSize();
    patience = settings.acquisitionTimeout();
    settings.setMaxSize(2);
    settings.setAcquisitionTimeout(Duration.ofMinutes(1));
    pool.flush(AgroalDataSource.FlushMode.IDLE);
  }

  @AfterEach
  void giveBackTheOthers() {
    settings().setMaxSize(connections);
    settings().setAcquisitionTimeout(patience);
  }

  private AgroalConnectionPoolConfiguration settings() {
    return pool.getConfiguration().connectionPoolConfiguration();
  }

  @Test
  void tenThousandTransactionsOfTwoTeamsShowNoForeignRow() throws Exception {
    List<Crew> crews = List.of(fixtures.crew(), fixtures.crew());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        done.add(threads.submit(() -> play(crews, first)));
      }
      int played = 0;
      for (Future<Integer> one : done) {
        played += one.get();
      }
      assertEquals(TRANSACTIONS, played);
    } finally {
      threads.shutdownNow();
    }
    assertEquals(2, seen.size(), "connections, by the processes that serve them");
    assertTrue(refused.get() > 100, "forged writes were tried and refused: " + refused.get());
    for (Crew crew : crews) {
      Object foreign =
          work.call(
              crew.team(),
              () ->
                  database
                      .createNativeQuery("select count(*) from audit_events where subject <> ?1")
                      .setParameter(1, crew.slug())
                      .getSingleResult());
      assertEquals(0L, ((Number) foreign).longValue());
    }
  }

  private int play(List<Crew> crews, int first) {
    int count = 0;
    for (int i = first; i < TRANSACTIONS; i += THREADS, count++) {
      Crew own = crews.get(i % 2);
      Crew other = crews.get(1 - i % 2);
      int turn = i / THREADS % 10;
      try {
        work.run(own.team(), () -> turn(own, other, turn));
        assertTrue(turn < 7, "a turn that must fail went through: " + turn);
      } catch (RuntimeException e) {
        if (turn < 7) {
          throw e;
        }
        refused.incrementAndGet();
      }
    }
    return count;
  }

  /**
   * 0 to 6: read, 3 of them write too; 7: forged write; 8: error after a write; 9: database error.
   */
  private void turn(Crew own, Crew other, int turn) {
    // Without UUID's class, which would leave a plan behind each time; Column says why.
    List<?> teams =
        database.createNativeQuery("select distinct team_id from memberships").getResultList();
    assertEquals(List.of(own.team().id()), teams);
    if (turn == 0) {
      seen.add((Integer) database.createNativeQuery("select pg_backend_pid()").getSingleResult());
    }
    if (turn < 3 || turn == 8) {
      insert(own.team().id(), own.slug());
    }
    if (turn == 7) {
      insert(other.team().id(), own.slug());
    }
    if (turn == 8) {
      throw new IllegalStateException("of a test");
    }
    if (turn == 9) {
      database.createNativeQuery("select 1 / 0").getResultList();
    }
  }

  private void insert(UUID team, String subject) {
    database
        .createNativeQuery(
            "insert into audit_events (team_id, action, subject) values (?1, 'hammer', ?2)")
        .setParameter(1, team)
        .setParameter(2, subject)
        .executeUpdate();
  }
}
