package io.headstart.platform.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

  @Test
  void noStatementOfTheProductIsPlannedAnewForEachCall() {
    List<String> found =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.headstart")
                .stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getName().equals("createNativeQuery"))
                .filter(call -> call.getTarget().getRawParameterTypes().size() == 2)
                .filter(StatementPlansTest::readsOneValue)
                .map(JavaMethodCall::getDescription)
                .toList();
    assertEquals(List.of(), found);
  }

  /** The class that a call names stands within a few lines of it. */
  private static boolean readsOneValue(JavaMethodCall call) {
    return call.getOrigin().getReferencedClassObjects().stream()
        .filter(named -> Math.abs(named.getLineNumber() - call.getLineNumber()) <= 1)
        .map(ReferencedClassObject::getValue)
        .map(JavaClass::getName)
        .anyMatch(name -> name.startsWith("java.") && !name.equals("java.lang.Object"));
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
