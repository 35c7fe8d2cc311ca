package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an admin does to the queue, and what waiting jobs say. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class ControlQueueTest {
  @Inject QueueFixture queue;
  @Inject ControlQueue control;
  @Inject QueuePlaces places;
  @Inject TeamWork work;
  @Inject FakeLauncher launcher;
  @Inject Fixtures fixtures;
  @Inject Invariants invariants;

  private UUID admin;
  private TeamRef team;
  private TeamRef other;

  @BeforeEach
  void teams() {
    admin = fixtures.administrator().id();
    team = queue.team();
    other = queue.team();
  }

  @AfterEach
  void rulesHold() {
    invariants.hold(team);
    invariants.hold(other);
  }

  @Test
  void whatIsHeldStaysBehindUntilItIsReleased() {
    String slots = queue.slotClass(1);
    JobRef held = queue.enqueue(team, slots);
    control.hold(admin, held.id(), " the data is being moved ");
    JobRef next = queue.enqueue(team, slots);
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(next).state());
    assertEquals("An admin holds it back: the data is being moved; 1st in line", words(held));
    queue.cancel(next);
    launcher.exit(new AttemptRef(next, 1), 143);
    queue.sweep();
    queue.dispatch();
    assertEquals(JobState.QUEUED, queue.job(held).state());
    control.release(admin, held.id());
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(held).state());
    assertEquals(
        "not-waiting",
        assertThrows(Problem.class, () -> control.hold(admin, held.id(), "too late")).type());
    assertEquals(
        "job-held " + held.id() + ": the data is being moved,job-released " + held.id(),
        queue.audit(team));
  }

  @Test
  void whatIsMovedToTheFrontBeginsNextHoweverUrgentOthersAre() {
    String slots = queue.slotClass(1);
    JobRef running = queue.enqueue(other, slots);
    queue.dispatch();
    JobRef urgent = queue.enqueue(other, slots, 1, 9);
    JobRef last = queue.enqueue(team, slots);
    queue.dispatch();
    JobRef moved = queue.job(last).state() == JobState.QUEUED ? last : urgent;
    control.toFront(admin, moved.id());
    queue.dispatch();
    assertEquals(1, place(moved).place());
    assertEquals(1, place(moved).others());
    assertTrue(words(moved).contains("(1 of other teams); 1st in line"), words(moved));
    assertEquals(JobState.STARTING, queue.job(running).state());
  }

  @Test
  void aCancelledJobSaysWhoCancelledItAndWhy() {
    var running = queue.running(team);
    control.cancel(admin, running.job().id(), "it learns from a withdrawn data set");
    launcher.exit(running.attempt(), 143);
    queue.sweep();
    assertEquals(JobState.CANCELLED, queue.job(running.job()).state());
    assertEquals(
        "An admin cancelled it: it learns from a withdrawn data set",
        queue.job(running.job()).reasonDetail());
    JobRef waiting = queue.enqueue(team, queue.slotClass(1));
    assertEquals(
        422, assertThrows(Problem.class, () -> control.cancel(admin, waiting.id(), " ")).status());
    control.cancel(admin, waiting.id(), "not needed");
    assertEquals("An admin cancelled it: not needed", queue.job(waiting).reasonDetail());
  }

  @Test
  void aDrainedClassStartsNothingNewAndWhatRunsGoesOn() {
    String slots = queue.slotClass(2);
    JobRef running = queue.enqueue(team, slots);
    queue.dispatch();
    control.drain(admin, slots, "new drivers tonight");
    JobRef waiting = queue.enqueue(team, slots);
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(running).state());
    assertEquals(JobState.QUEUED, queue.job(waiting).state());
    assertTrue(words(waiting).contains("an admin says: new drivers tonight"), words(waiting));
    control.resume(admin, slots);
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(waiting).state());
    assertEquals(
        404,
        assertThrows(Problem.class, () -> control.drain(admin, "no-such-class", "x")).status());
  }

  @Test
  void whenAJobBeginsIsToldOnceThreeOfItsKindWereMeasuredAndNeverBefore() {
    String slots = queue.slotClass(1);
    for (int measured = 0; measured < 4; measured++) {
      JobRef running = queue.enqueue(team, slots);
      queue.dispatch();
      JobRef waiting = queue.enqueue(other, slots);
      queue.dispatch();
      if (measured < 3) {
        assertNull(place(waiting).start(), "after " + measured);
      } else {
        assertNotNull(place(waiting).start());
        assertTrue(words(waiting).endsWith(", starts in about 10 min"), words(waiting));
      }
      queue.cancel(waiting);
      finish(running);
    }
  }

  /** Its worker commits; then it took ten minutes. */
  private void finish(JobRef job) {
    var attempt = new AttemptRef(job, 1);
    var worker = queue.claim(attempt).worker();
    worker.upload("model.zip", "trained".getBytes(StandardCharsets.UTF_8));
    assertEquals(204, worker.commit("three").status());
    queue.tookMinutes(job, 10);
  }

  private QueuePlace place(JobRef job) {
    return work.call(job.team(), () -> places.of(job).orElseThrow());
  }

  private String words(JobRef job) {
    return place(job).words();
  }
}
