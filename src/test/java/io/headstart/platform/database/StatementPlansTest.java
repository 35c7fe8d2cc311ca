package io.headstart.platform.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.testsupport.QueueProfile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that has asked for a while keeps one plan for each statement, not one for each call. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class StatementPlansTest {
  @Inject SessionFactory factory;
  @Inject StatelessSession session;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select cast('%s' as text)    | java.lang.String  | twelve
          select cast('%s' as uuid)    | java.util.UUID    | 00000000-0000-0000-0000-0000000000aa
          select cast('%s' as bigint)  | java.lang.Long    | 12
          select cast('%s' as integer) | java.lang.Integer | 12
          select cast('%s' as boolean) | java.lang.Boolean | true
          select cast('%s' as timestamptz) | java.time.Instant | 2026-01-02T03:04:05Z""")
  void aColumnIsReadAsItsTypeAndPlannedOnce(String sql, Class<?> type, String value) {
    String statement = sql.formatted(value) + " /* " + UUID.randomUUID() + " */";
    assertEquals(List.of(value), asked(statement, type));
    int before = plans();
    asked(statement, type);
    asked(statement, type);
    assertEquals(before, plans());
  }

  @Test
  void whatIsMissingIsNull() {
    assertEquals(
        null,
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    Column.of(session, "select cast(null as timestamptz)", Instant.class)
                        .getSingleResult()));
  }

  private List<String> asked(String sql, Class<?> type) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Column.of(session, sql, type).getResultList().stream()
                    .map(type::cast)
                    .map(Object::toString)
                    .toList());
  }

  private int plans() {
    return factory
        .unwrap(SessionFactoryImplementor.class)
        .getQueryEngine()
        .getInterpretationCache()
        .getNumberOfCachedQueryPlans();
  }
}
