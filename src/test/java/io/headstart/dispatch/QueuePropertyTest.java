package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two teams do anything at all in any order, against the real database. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class QueuePropertyTest {
  private static final int EXAMPLES = 12;

  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject Invariants invariants;

  @Test
  void whateverTwoTeamsDoTheInvariantsHoldAfterEachStep() {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(30)
        .forAll(lists().of(integers().between(0, 1_000_000)).ofSizeBetween(20, 50))
        .checkAssert(
            numbers -> {
              var play = new QueuePlay(queue, launcher);
              for (int number : numbers) {
                if (play.step(number).isPresent()) {
                  invariants.hold();
                }
              }
              play.end();
              invariants.hold();
              assertEquals(0, play.openReservations(), "all that was held was given back");
            });
  }

  @ParameterizedTest
  @EnumSource(QueuePlay.Step.class)
  void eachStepBesideAWorkerKeepsTheInvariants(QueuePlay.Step step) {
    var play = new QueuePlay(queue, launcher);
    assertTrue(play.besideAWorker(step), "there was nothing to do it with");
    invariants.hold();
    play.end();
    invariants.hold();
    assertEquals(0, play.openReservations(), "all that was held was given back");
  }
}
