package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.job.AttemptObjects;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.ExitCode;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.WorkerClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ended jobs leave in the real store. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class SweepLeftoversTest {
  @Inject QueueFixture queue;
  @Inject ObjectStore store;
  @Inject TeamWork work;
  @Inject StatelessSession session;
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
  void onlyWhatTheResultNamesIsKept() {
    var first = queue.running(team);
    JobRef job = first.job();
    first.worker().upload("model.zip", bytes("of the lost attempt"));
    checkpoint(first.worker(), 1);
    queue.expire(first.attempt(), "lease_until");
    queue.sweep();
    queue.sweep();
    queue.sweep();
    queue.dispatch();
    var second = queue.claim(new AttemptRef(job, 2));
    checkpoint(second.worker(), 2);
    second.worker().upload("model.zip", bytes("the result"));
    var result = List.of(WorkerClient.entry("model.zip", bytes("the result")));
    assertEquals(204, second.worker().commit(result, "three").status());
    queue.sweepLeftovers();
    assertEquals(4, objects(job).size(), "too early");

    queue.endedLongAgo(job);
    queue.sweepLeftovers();
    String kept = AttemptObjects.folder(second.attempt()).below("model.zip").value();
    assertEquals(List.of(kept), objects(job));
    assertEquals(1, rows("attempt_objects", job));
    assertEquals(0, rows("checkpoints", job));
    assertEquals(204, second.worker().commit(result, "three").status(), "a repeat of the commit");
  }

  @Test
  void aSweepThatDiedInTheMiddleIsDoneAgain() {
    var running = queue.running(team);
    checkpoint(running.worker(), 1);
    checkpoint(running.worker(), 2);
    running.worker().fail(ExitCode.BAD_INPUT, "by-hand", "It can't be done");
    assertEquals(JobState.FAILED, queue.job(running.job()).state());
    queue.endedLongAgo(running.job());
    // As far as it came: one object is gone, no row is.
    store.delete(new ObjectKey(objects(running.job()).get(0)));
    queue.sweepLeftovers();
    assertEquals(List.of(), objects(running.job()));
    assertEquals(0, rows("attempt_objects", running.job()));
    assertEquals(0, rows("checkpoints", running.job()));
  }

  @Test
  void aJobThatGoesOnKeepsItsCheckpoints() {
    var running = queue.running(team);
    checkpoint(running.worker(), 1);
    queue.expire(running.attempt(), "lease_until");
    queue.sweep();
    queue.sweepLeftovers();
    assertEquals(1, objects(running.job()).size());
    assertEquals(1, rows("checkpoints", running.job()));
  }

  private static void checkpoint(WorkerClient worker, int epoch) {
    String name = "checkpoint-" + epoch + "/weights.bin";
    byte[] content = bytes("weights of epoch " + epoch);
    assertEquals(200, worker.upload(name, content).status());
    assertEquals(200, worker.checkpoint(epoch, WorkerClient.entry(name, content)).status());
  }

  private List<String> objects(JobRef job) {
    return store.list(ObjectKey.ofTeam(team.id(), "jobs/" + job.id())).stream()
        .map(object -> object.key().value())
        .toList();
  }

  private long rows(String table, JobRef job) {
    return work.call(
        team,
        () ->
            session
                .createNativeQuery(
                    "select count(*) from " + table + " where job_id = :job", Long.class)
                .setParameter("job", job.id())
                .getSingleResult());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
