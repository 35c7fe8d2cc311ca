package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps a worker from beginning is said, and never loses a job. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class LaunchTroubleTest {
  private static final Why NO_ROOM =
      new Why(RetryClass.PLATFORM, "UNSCHEDULABLE", "No node has room for it");

  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject Invariants invariants;

  private TeamRef team;

  @BeforeEach
  void aTeam() {
    team = queue.team();
    queue.forgetWaiting();
  }

  @AfterEach
  void invariantsHold() {
    invariants.hold(team);
  }

  @Test
  void whatAWorkerWaitsForIsSaidAndTakenBack() {
    var attempt = launched();
    launcher.trouble(attempt, NO_ROOM);
    queue.sweep();
    assertEquals("Its worker waits: No node has room for it", said(attempt));
    launcher.trouble(attempt, null);
    queue.sweep();
    assertEquals("Its worker is being started", said(attempt));
  }

  @Test
  void whatCouldNotBeginInTimeIsTriedAgainWithoutBeingCounted() {
    var attempt = launched();
    launcher.trouble(attempt, NO_ROOM);
    queue.expire(attempt, "lease_until");
    queue.sweep();
    assertEquals(JobState.QUEUED, queue.job(attempt.job()).state());
    assertEquals("No node has room for it", said(attempt));
    assertEquals(AttemptState.FAILED, queue.attempt(attempt).state());
    queue.sweep(); // asks its process to end, which holds the slot
    queue.sweep(); // sees that it has
    queue.dispatch();
    assertEquals(2, queue.job(attempt.job()).attempt());
    queue.claim(new AttemptRef(attempt.job(), 2));
    queue.cancel(attempt.job());
    queue.launcherSaw(attempt.job(), 2, 143);
  }

  @Test
  void aLaunchWithoutAnAnswerIsRepeatedUnderTheSameNumber() {
    var job = queue.enqueue(team, queue.slotClass(1));
    launcher.refuse(job, new LaunchUnclear("The API server does not answer", new IOException()));
    queue.dispatch();
    var attempt = new AttemptRef(job, 1);
    assertEquals("Its worker waits: The API server does not answer", said(attempt));
    assertFalse(launcher.isAlive(attempt));
    queue.expire(attempt, "created_at");
    queue.sweep();
    assertTrue(launcher.isAlive(attempt));
    assertEquals(1, queue.job(job).attempt());
    queue.claim(attempt);
    assertEquals("Running", said(attempt));
  }

  @Test
  void aRefusedLaunchIsTriedAgainAndSaysWhy() {
    var job = queue.enqueue(team, queue.slotClass(1));
    launcher.refuse(
        job,
        new LaunchFailed(
            RetryClass.PLATFORM, "The namespace workers does not exist", new IOException()));
    queue.dispatch();
    assertEquals(JobState.QUEUED, queue.job(job).state());
    assertEquals(
        "Its worker could not be started: The namespace workers does not exist",
        queue.job(job).reasonDetail());
    assertEquals(0, queue.openReservations(team));
  }

  @Test
  void processesOfUnknownAttemptsAreEndedOthersStay() {
    var attempt = launched();
    var stray = new AttemptRef(new JobRef(team, UUID.randomUUID()), 1);
    launcher.stray(stray);
    queue.reconcile();
    assertTrue(launcher.isAlive(attempt));
    assertFalse(launcher.isAlive(stray));
  }

  private AttemptRef launched() {
    var job = queue.enqueue(team, queue.slotClass(1));
    queue.dispatch();
    return new AttemptRef(job, 1);
  }

  private String said(AttemptRef attempt) {
    return queue.job(attempt.job()).reasonDetail();
  }
}
