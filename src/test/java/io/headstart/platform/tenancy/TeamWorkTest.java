package io.headstart.platform.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class TeamWorkTest {
  private static final String INSERT =
      "insert into audit_events (team_id, action, subject) values (?1, 'test', 'x')";

  @Inject Fixtures fixtures;
  @Inject TeamWork work;
  @Inject AcrossTeams across;
  @Inject EntityManager database;

  private Crew ours;
  private Crew theirs;

  @BeforeEach
  void twoTeams() {
    ours = fixtures.crew();
    theirs = fixtures.crew();
  }

  private long count(String what) {
    return ((Number) database.createNativeQuery("select count(*) from " + what).getSingleResult())
        .longValue();
  }

  private int insert(UUID team) {
    return database.createNativeQuery(INSERT).setParameter(1, team).executeUpdate();
  }

  @Test
  void codeThatForgetsTheTeamSeesAndWritesNothing() {
    for (String table :
        new String[] {"memberships", "api_tokens", "teams", "users", "audit_events", "jobs"}) {
      assertEquals(0, count(table), table);
      assertEquals(0L, QuarkusTransaction.requiringNew().call(() -> count(table)), table);
    }
    assertEquals(
        0,
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    database
                        .createNativeQuery("update memberships set role = 'OWNER'")
                        .executeUpdate()));
    assertThrows(
        RuntimeException.class,
        () -> QuarkusTransaction.requiringNew().run(() -> insert(ours.team().id())));
  }

  @Test
  void teamWorkSeesItsOwnRowsAndCannotWriteAnothersTeam() {
    assertEquals(3L, work.call(ours.team(), () -> count("memberships")));
    assertEquals(3L, work.call(ours.team(), () -> count("users")));
    assertEquals(1, work.call(ours.team(), () -> insert(ours.team().id())));
    assertThrows(
        RuntimeException.class, () -> work.call(ours.team(), () -> insert(theirs.team().id())));
    assertThrows(
        RuntimeException.class,
        () ->
            work.call(
                ours.team(),
                () ->
                    database
                        .createNativeQuery("update memberships set team_id = ?1")
                        .setParameter(1, theirs.team().id())
                        .executeUpdate()));
  }

  @Test
  void theTeamOfATransactionDoesNotStayOnItsConnection() {
    for (int i = 0; i < 40; i++) {
      work.call(ours.team(), () -> count("memberships"));
      assertEquals(0, count("memberships"));
    }
  }

  @Test
  void teamWorkJoinsItsOwnTeamAndRefusesEveryOtherTransaction() {
    assertEquals(
        3L, work.call(ours.team(), () -> work.call(ours.team(), () -> count("memberships"))));
    assertThrows(
        IllegalStateException.class,
        () -> work.call(ours.team(), () -> work.call(theirs.team(), () -> 1)));
    assertThrows(
        RuntimeException.class,
        () -> QuarkusTransaction.requiringNew().run(() -> work.call(ours.team(), () -> 1)));
    assertThrows(
        RuntimeException.class,
        () -> across.run(session -> work.call(ours.team(), () -> count("memberships"))));
  }

  @Test
  void everyExceptionRollsBackAndArrivesAsItWasThrown() {
    assertThrows(
        IOException.class,
        () ->
            work.inTeam(
                ours.team(),
                () -> {
                  insert(ours.team().id());
                  throw new IOException("of a test");
                }));
    assertEquals(0L, work.call(ours.team(), () -> count("audit_events")));
  }

  @Test
  void workAcrossTeamsIsNeverPartOfTeamWork() {
    assertThrows(
        IllegalStateException.class,
        () ->
            work.call(
                ours.team(),
                () -> {
                  across.run(
                      session ->
                          session
                              .createNativeMutationQuery(
                                  "update teams set name = 'renamed' where id = ?1")
                              .setParameter(1, ours.team().id())
                              .executeUpdate());
                  throw new IllegalStateException("of a test");
                }));
    assertTrue(work.call(ours.team(), () -> count("teams where name = 'renamed'")) == 1);
  }
}
