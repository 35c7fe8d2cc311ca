package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.testsupport.Await;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server as it runs: nobody calls the dispatcher but Quartz and what happens. */
@QuarkusTest
@TestProfile(TicksIT.ByItself.class)
class TicksIT {
  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject Invariants invariants;
  @Inject AcrossTeams across;

  @Test
  void theQueueMovesByItself() {
    var team = queue.team();
    var job = queue.enqueue(team, queue.slotClass(1));
    var first = new AttemptRef(job, 1);
    Await.until("launched after the commit", () -> launcher.isAlive(first));
    queue.claim(first);

    launcher.exit(first, 137);
    var second = new AttemptRef(job, 2);
    Await.until("the death is seen and it is launched again", () -> launcher.isAlive(second));

    queue.claim(second);
    queue.cancel(job);
    queue.hearsOfCancel(job);
    Await.until("cancelled", () -> queue.job(job).state() == JobState.CANCELLED);
    invariants.hold(team);
  }

  @Test
  void aJobThatNobodyHeardOfIsFoundByTheTick() {
    var team = queue.team();
    var slotClass = queue.slotClass(0);
    var job = queue.enqueue(team, slotClass);
    Await.until("it was looked at", () -> queue.job(job).waitingDetail() != null);
    across.run(
        session ->
            session
                .createNativeMutationQuery(
                    "update capacity_classes set slots = 1 where slot_class = :class")
                .setParameter("class", slotClass)
                .executeUpdate());
    Await.until("launched", () -> launcher.isAlive(new AttemptRef(job, 1)));
  }

  @Test
  void theTickStandsInTheDatabaseOnce() {
    var jobs =
        across.inTransaction(
            session ->
                session
                    .createNativeQuery(
                        "select count(*) from quartz.qrtz_job_details where job_name like 'dispatch%'",
                        Long.class)
                    .getSingleResult());
    assertEquals(1, jobs);
  }

  @Test
  void quartzLocksByTheRowsThatTheMigrationMade() {
    var rows =
        across.inTransaction(
            session ->
                session
                    .createNativeQuery(
                        "select lock_name from quartz.qrtz_locks order by lock_name", String.class)
                    .list());
    assertEquals(List.of("STATE_ACCESS", "TRIGGER_ACCESS"), rows, "under one scheduler's name");
  }

  /** Disturbs others: it admits what any test has queued. */
  public static final class ByItself implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "headstart.demo.enabled", "false",
          "headstart.dispatch.launcher", "fake",
          "headstart.dispatch.tick", "PT0.5S",
          "headstart.dispatch.lost-backoff", "PT0S");
    }
  }
}
