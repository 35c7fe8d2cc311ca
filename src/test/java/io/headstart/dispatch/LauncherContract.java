package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.WorkerEnvironment;
import io.headstart.testsupport.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every launcher promises. */
public abstract class LauncherContract {
  protected static final Demand DEMAND = new Demand("training", 1, Duration.ofHours(1));
  protected static final Map<String, String> ENVIRONMENT =
      Map.of(
          WorkerEnvironment.ATTEMPT_URL, "http://server:8080/worker/v1/jobs/x/attempts/1",
          WorkerEnvironment.ATTEMPT_TOKEN, "hsa_secret");

  protected final AttemptRef attempt = anAttempt();

  /** What a process does after its start. */
  protected enum Behaviour {
    /** Runs on. */
    STAYS,
    /** Is killed at once. */
    IS_KILLED,
    /** Ends at once with exit code 64. */
    EXITS_64,
    /** Runs on and does not heed a polite wish to end. */
    IS_DEAF,
    /** Prints {@link #WORDS} and ends at once with exit code 134. */
    SPEAKS
  }

  protected static final String WORDS = "its last words";

  /** A launcher that remembers nothing of an earlier one; its processes behave so. */
  protected abstract Launcher launcher(Behaviour behaviour);

  /** How many processes there are of an attempt. */
  protected abstract int processes(AttemptRef of);

  /** Ends the attempt's process from outside, without any launcher. */
  protected abstract void takeAway(AttemptRef of, Launched launched);

  /** What a process has printed, as far as it can be read where it ran. */
  protected abstract String printed(AttemptRef of);

  /**
   * The platform's own clock says that the process ran for longer than its {@link Demand} allows.
   *
   * @return false where the server's clock is the only one
   */
  protected boolean ranTooLong(AttemptRef of) {
    return false;
  }

  /** Whether somebody who did not start a process learns its exit code. */
  protected boolean tellsExitCodes() {
    return true;
  }

  protected static AttemptRef anAttempt() {
    return new AttemptRef(new JobRef(new TeamRef(UUID.randomUUID()), UUID.randomUUID()), 1);
  }

  @Test
  void whatNobodyLaunchedIsUnknown() {
    assertInstanceOf(
        Sighting.Unknown.class, launcher(Behaviour.STAYS).look(attempt, Launched.UNKNOWN));
  }

  @Test
  void launchingTwiceStartsOne() {
    var launcher = launcher(Behaviour.STAYS);
    var first = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, first);
    assertEquals(first, launcher.launch(attempt, DEMAND, ENVIRONMENT));
    assertEquals(first, launcher(Behaviour.STAYS).launch(attempt, DEMAND, ENVIRONMENT));
    assertEquals(1, processes(attempt));
  }

  @Test
  void launchingFromManyThreadsStartsOne() {
    var launcher = launcher(Behaviour.STAYS);
    var launched =
        IntStream.range(0, 4)
            .mapToObj(
                thread ->
                    CompletableFuture.supplyAsync(
                        () -> launcher.launch(attempt, DEMAND, ENVIRONMENT)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .collect(Collectors.toSet());
    assertEquals(1, launched.size(), launched::toString);
    alive(launcher, launched.iterator().next());
  }

  @Test
  void aNewServerAdoptsWhatAnEarlierOneLaunched() {
    var launched = launcher(Behaviour.STAYS).launch(attempt, DEMAND, ENVIRONMENT);
    var later = launcher(Behaviour.STAYS);
    alive(later, launched);
    later.end(attempt, launched, false);
    gone(later, launched);
    assertEquals(0, processes(attempt));
  }

  @Test
  void endingIsIdempotentAndSoIsForgetting() {
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    launcher.end(attempt, launched, false);
    launcher.end(attempt, launched, true);
    gone(launcher, launched);
    launcher.end(attempt, launched, true);
    launcher.forget(attempt);
    launcher.forget(attempt);
  }

  @Test
  void whatDoesNotHeedIsEndedByForce() {
    var launcher = launcher(Behaviour.IS_DEAF);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    launcher.end(attempt, launched, false);
    launcher.end(attempt, launched, true);
    gone(launcher, launched);
    assertEquals(0, processes(attempt));
  }

  @Test
  void whatRanTooLongSaysSoWhoeverEndsIt() {
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    if (ranTooLong(attempt)) {
      assertEquals(RetryClass.TOO_LONG, why(gone(launcher, launched)).retryClass());
    } else {
      alive(launcher, launched); // the server has the only clock, and the reason
      launcher.end(attempt, launched, false);
      gone(launcher, launched);
    }
  }

  @Test
  void whatItPrintedStaysWhenItHasEnded() {
    var launcher = launcher(Behaviour.SPEAKS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    assertEquals(RetryClass.CRASH, why(gone(launcher, launched)).retryClass());
    launcher.forget(attempt);
    assertTrue(printed(attempt).contains(WORDS), printed(attempt));
  }

  @Test
  void aProcessThatIsKilledIsLost() {
    var launcher = launcher(Behaviour.IS_KILLED);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    var gone = gone(launcher, launched);
    assertEquals(RetryClass.LOST, why(gone).retryClass());
    if (tellsExitCodes()) {
      assertEquals(137, gone.exitCode());
    }
  }

  @Test
  void anExitCodeDecidesTheClass() {
    var launcher = launcher(Behaviour.EXITS_64);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    var gone = gone(launcher, launched);
    assertEquals(64, gone.exitCode());
    assertEquals(RetryClass.USER, why(gone).retryClass());
  }

  @Test
  void aProcessThatSomebodyTookAwayIsGone() {
    var launcher = launcher(Behaviour.STAYS);
    var launched = launcher.launch(attempt, DEMAND, ENVIRONMENT);
    alive(launcher, launched);
    takeAway(attempt, launched);
    var gone = gone(launcher(Behaviour.STAYS), launched);
    assertTrue(
        Set.of(RetryClass.LOST, RetryClass.INFRASTRUCTURE).contains(why(gone).retryClass()),
        "it is tried again: " + why(gone));
  }

  protected final void alive(Launcher launcher, Launched launched) {
    Await.until(
        "it is seen alive",
        () ->
            processes(attempt) == 1
                && launcher.look(attempt, launched) instanceof Sighting.Alive alive
                && alive.trouble() == null);
  }

  protected final Sighting.Gone gone(Launcher launcher, Launched launched) {
    var seen = new AtomicReference<Sighting.Gone>();
    Await.until(
        "it is seen gone",
        () -> {
          processes(attempt);
          if (launcher.look(attempt, launched) instanceof Sighting.Gone gone) {
            seen.set(gone);
          }
          return seen.get() != null;
        });
    return seen.get();
  }

  protected static Why why(Sighting.Gone gone) {
    return gone.why() == null ? Why.ofExit(gone.exitCode()) : gone.why();
  }
}
