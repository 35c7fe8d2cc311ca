package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.testsupport.CountingKind;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class AttemptEndsTest {
  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject CountingKind kind;
  @Inject Invariants invariants;

  private TeamRef team;

  @BeforeEach
  void makeTeam() {
    team = queue.team();
  }

  @AfterEach
  void invariantsHold() {
    invariants.hold(team);
  }

  @Test
  void aSilentWorkerIsLostAndItsJobIsTriedAgainUntilItsLimit() {
    var running = queue.running(team);
    var job = running.job();
    running.worker().beat();
    assertNotNull(queue.job(job).progress());
    queue.expire(running.attempt(), "lease_until");
    queue.sweep();
    assertEquals(AttemptState.LOST, queue.attempt(running.attempt()).state());
    assertEquals(JobState.QUEUED, queue.job(job).state());
    assertEquals("Worker lost, attempt 2 of 3", queue.job(job).reasonDetail());
    assertNull(queue.attempt(running.attempt()).goneAt(), "its process may live");
    queue.dispatch();
    assertEquals(JobState.QUEUED, queue.job(job).state(), "the old process holds the only slot");
    queue.sweep();
    queue.sweep();
    assertFalse(launcher.isAlive(running.attempt()), "it was asked to end");
    assertNotNull(queue.attempt(running.attempt()).goneAt());
    assertEquals(409, running.worker().beat().status());

    for (int number = 2; number <= 3; number++) {
      queue.dispatch();
      assertNull(queue.job(job).progress(), "nothing of the attempt before");
      var attempt = new AttemptRef(job, number);
      queue.claim(attempt);
      launcher.exit(attempt, 137);
      queue.sweep();
    }
    assertEquals(JobState.FAILED, queue.job(job).state());
    assertEquals("LOST", queue.job(job).reasonCode());
    assertEquals(
        "Its worker died without a word (the last of 3 attempts that ended so)",
        queue.job(job).reasonDetail());
    assertEquals("FAILED", kind.end(job));
  }

  @Test
  void aWorkerThatDoesNotBeginInTimeIsLost() {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.dispatch();
    var attempt = new AttemptRef(job, 1);
    queue.expire(attempt, "lease_until");
    queue.sweep();
    assertEquals(AttemptState.LOST, queue.attempt(attempt).state());
    assertEquals("NOT_STARTED", queue.attempt(attempt).reasonCode());
    assertEquals(409, queue.worker(attempt).start().status());
  }

  @Test
  void aProcessThatDoesNotListenIsKilledAfterItsGrace() {
    var running = queue.running(team);
    launcher.deafen(running.attempt());
    queue.cancel(running.job());
    queue.hearsOfCancel(running.job());
    queue.sweep();
    queue.sweep();
    assertEquals(JobState.CANCELLING, queue.job(running.job()).state());
    queue.expire(running.attempt(), "stop_sent_at");
    queue.sweep();
    queue.sweep();
    assertFalse(launcher.isAlive(running.attempt()));
    assertEquals(JobState.CANCELLED, queue.job(running.job()).state());
  }

  @Test
  void aJobThatRunsTooLongIsEnded() {
    var running = queue.running(team);
    queue.expire(running.attempt(), "longest_until");
    queue.sweep();
    assertEquals(JobState.FAILED, queue.job(running.job()).state());
    assertEquals("TOO_LONG", queue.job(running.job()).reasonCode());
    queue.sweep();
    queue.sweep();
    assertNotNull(queue.attempt(running.attempt()).goneAt());
  }

  @Test
  void badInputIsNotTriedAgainAndSaysWhatToChange() {
    var running = queue.running(team);
    assertEquals(
        204,
        running
            .worker()
            .fail(ExitCode.BAD_INPUT, "loss-not-finite", "The loss became infinite; lower the rate")
            .status());
    assertEquals(JobState.FAILED, queue.job(running.job()).state());
    assertEquals("BAD_INPUT", queue.job(running.job()).reasonCode());
    assertEquals(
        "The loss became infinite; lower the rate", queue.job(running.job()).reasonDetail());
    assertEquals("loss-not-finite", queue.attempt(running.attempt()).reasonCode());
    assertEquals(65, queue.attempt(running.attempt()).exitCode());
  }

  @Test
  void somethingUnreachableIsTriedThreeTimesMore() {
    var running = queue.running(team);
    var job = running.job();
    running.worker().fail(ExitCode.UNAVAILABLE, "store", "The store can't be reached");
    assertEquals("Something could not be reached, attempt 2 of 4", queue.job(job).reasonDetail());
    for (int number = 2; number <= 4; number++) {
      queue.dispatch();
      queue
          .claim(new AttemptRef(job, number))
          .worker()
          .fail(ExitCode.UNAVAILABLE, "store", "The store can't be reached");
    }
    assertEquals(JobState.FAILED, queue.job(job).state());
    assertEquals("UNAVAILABLE", queue.job(job).reasonCode());
  }

  @Test
  void aStoreThatWorkersCanNotReachNeverLosesARunAndIsSaid() {
    var said = "The worker could not reach the object store at http://store:9000";
    var running = queue.running(team);
    var job = running.job();
    running.worker().fail(ExitCode.UNREACHABLE, "store-unreachable", said);
    for (int number = 2; number <= 12; number++) {
      assertEquals(JobState.QUEUED, queue.job(job).state());
      assertEquals(said, queue.job(job).reasonDetail());
      queue.dispatch();
      queue
          .claim(new AttemptRef(job, number))
          .worker()
          .fail(ExitCode.UNREACHABLE, "store-unreachable", said);
    }
    queue.dispatch();
    var reaches = queue.claim(new AttemptRef(job, 13));
    assertEquals(204, reaches.worker().commit("done").status());
    assertEquals(JobState.SUCCEEDED, queue.job(job).state());
  }

  @Test
  void aServerThatWorkersCanNotReachNeverLosesARunAndIsSaid() {
    var job = queue.enqueue(team, queue.slotClass(1));
    for (int number = 1; number <= 5; number++) {
      queue.dispatch();
      queue.launcherSaw(job, number, ExitCode.UNREACHABLE.code());
      assertEquals(JobState.QUEUED, queue.job(job).state());
      assertEquals(
          "Its worker could not reach this server; an admin checks headstart.dispatch.worker-url"
              + " and the network between them",
          queue.job(job).reasonDetail());
    }
    queue.cancel(job);
  }

  @Test
  void aWorkerThatCanNotBeStartedDoesNotCountAsAnAttempt() {
    var job = queue.enqueue(team, queue.slotClass(1));
    launcher.failNext(1);
    queue.dispatch();
    assertEquals(AttemptState.FAILED, queue.attempt(new AttemptRef(job, 1)).state());
    assertEquals(JobState.QUEUED, queue.job(job).state());
    assertEquals(
        "Its worker could not be started: no more processes may be started, attempt 2 of 4",
        queue.job(job).reasonDetail());
    queue.dispatch();
    var second = new AttemptRef(job, 2);
    queue.claim(second);
    launcher.exit(second, 143);
    queue.sweep();
    assertEquals(5, queue.job(job).maxAttempts(), "ended from outside: not counted either");
    for (int number = 3; number <= 5; number++) {
      assertEquals(JobState.QUEUED, queue.job(job).state(), "before attempt " + number);
      queue.dispatch();
      queue.claim(new AttemptRef(job, number));
      launcher.exit(new AttemptRef(job, number), 137);
      queue.sweep();
    }
    assertEquals(JobState.FAILED, queue.job(job).state(), "three were lost, and these count");
    assertEquals("LOST", queue.job(job).reasonCode());
  }

  @Test
  void aWorkerThatCanNeverBeStartedEndsInTheEnd() {
    var job = queue.enqueue(team, queue.slotClass(1));
    launcher.failNext(11);
    for (int number = 1; number <= 11; number++) {
      assertEquals(JobState.QUEUED, queue.job(job).state(), "before attempt " + number);
      queue.dispatch();
    }
    assertEquals(JobState.FAILED, queue.job(job).state());
    assertEquals("NOT_STARTED", queue.job(job).reasonCode());
  }

  @Test
  void anExitWithoutAWordIsTriedOnceMore() {
    var running = queue.running(team);
    launcher.exit(running.attempt(), 0);
    queue.sweep();
    assertEquals(
        "Worker ended without a result, attempt 2 of 2", queue.job(running.job()).reasonDetail());
  }

  @Test
  void aSupersededProcessChangesNothingWhileAnotherBeats() {
    var running = queue.running(team);
    launcher.exit(running.attempt(), 77);
    queue.sweep();
    assertEquals(JobState.RUNNING, queue.job(running.job()).state());
    assertEquals(200, running.worker().beat().status());
  }

  @Test
  void aLaunchThatFailsIsTriedAgain() {
    var job = queue.enqueue(team, queue.slotClass(1));
    launcher.failNext(1);
    queue.dispatch();
    assertEquals(JobState.QUEUED, queue.job(job).state());
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(job).state());
  }

  @Test
  void aServerThatDiedBetweenAdmissionAndLaunchLaunchesLater() {
    var job = queue.enqueue(team, queue.slotClass(1));
    var attempt = new AttemptRef(job, 1);
    assertEquals(List.of(attempt), queue.admitOnly());
    queue.sweep();
    assertFalse(launcher.isAlive(attempt), "the one who admitted it may be about to launch it");
    queue.expire(attempt, "created_at");
    queue.sweep();
    assertEquals(200, queue.worker(attempt).start().status());
  }

  @Test
  void cancelEndsAWaitingJobAtOnce() {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.cancel(job);
    queue.cancel(job);
    assertEquals(JobState.CANCELLED, queue.job(job).state());
    assertEquals("CANCELLED", kind.end(job), "told once");
    queue.dispatch();
    assertEquals(0, queue.job(job).attempt());
  }

  @Test
  void cancelEndsAStartingJobWhenItsProcessIsGone() {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.dispatch();
    queue.cancel(job);
    assertEquals(JobState.CANCELLING, queue.job(job).state());
    assertEquals(409, queue.worker(new AttemptRef(job, 1)).start().status());
    queue.sweep();
    queue.sweep();
    assertEquals(JobState.CANCELLED, queue.job(job).state());
    assertNotNull(queue.attempt(new AttemptRef(job, 1)).goneAt());
  }

  @Test
  void aProcessThatIsRefusedWhileItsJobIsCancelledEndsTheJob() {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.dispatch();
    queue.cancel(job);
    launcher.exit(new AttemptRef(job, 1), 77);
    queue.sweep();
    assertEquals(JobState.CANCELLED, queue.job(job).state());
  }

  @Test
  void cancelIsToldByTheHeartbeatAndEndsWithTheWorkersWord() {
    var running = queue.running(team);
    queue.cancel(running.job());
    assertEquals(Heartbeat.Directive.CANCEL, running.worker().beat().directive());
    assertEquals(204, running.worker().fail(ExitCode.CANCELLED, "cancelled", "Cancelled").status());
    assertEquals(JobState.CANCELLED, queue.job(running.job()).state());
    assertEquals(AttemptState.CANCELLED, queue.attempt(running.attempt()).state());
    assertEquals("CANCELLED", kind.end(running.job()));
  }

  @Test
  void aCancelledWorkersProcessIsAskedToEndOnlyWhenItHadTimeToHear() {
    var running = queue.running(team);
    queue.cancel(running.job());
    queue.sweep();
    queue.sweep();
    assertTrue(launcher.isAlive(running.attempt()), "the answer to its heartbeat comes first");
    queue.hearsOfCancel(running.job());
    queue.sweep();
    queue.sweep();
    assertFalse(launcher.isAlive(running.attempt()));
    assertEquals(JobState.CANCELLED, queue.job(running.job()).state());
    assertEquals(AttemptState.CANCELLED, queue.attempt(running.attempt()).state());
  }

  @Test
  void stopLetsTheWorkerCommitWhatItHas() {
    var running = queue.running(team);
    queue.stop(running.job());
    queue.stop(running.job());
    assertEquals(Heartbeat.Directive.STOP, running.worker().beat().directive());
    assertEquals(204, running.worker().commit("best epoch").status());
    assertEquals(JobState.SUCCEEDED, queue.job(running.job()).state());
    assertEquals("STOPPED_EARLY", queue.job(running.job()).reasonCode());
  }

  @Test
  void stopBeforeItRunsOffersCancel() {
    var job = queue.enqueue(team, queue.slotClass(1));
    assertEquals("not-running", refused(job).type());
    queue.dispatch();
    assertEquals("not-running", refused(job).type());
    queue.cancel(job);
    assertEquals("not-running", refused(job).type());
  }

  @Test
  void whatHasEndedCanNeitherBeStoppedNorCancelled() {
    var running = queue.running(team);
    running.worker().commit("done");
    assertEquals("job-ended", refused(running.job()).type());
    assertEquals(
        "job-ended", assertThrows(Problem.class, () -> queue.cancel(running.job())).type());
  }

  @Test
  void anotherTeamsJobIsNotThere() {
    var job = queue.enqueue(team, queue.slotClass(1));
    var foreign = new JobRef(queue.team(), job.id());
    assertEquals(404, assertThrows(Problem.class, () -> queue.cancel(foreign)).status());
    assertEquals(404, assertThrows(Problem.class, () -> queue.stop(foreign)).status());
    assertEquals(JobState.QUEUED, queue.job(job).state());
  }

  private Problem refused(JobRef job) {
    return assertThrows(Problem.class, () -> queue.stop(job));
  }
}
