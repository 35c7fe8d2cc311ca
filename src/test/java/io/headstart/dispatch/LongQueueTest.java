package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.dispatch.AdmitQueuedJobs.Told;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A team that has queued more than anybody looks at in one go. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class LongQueueTest {
  private static final int MANY = 1_200;

  @Inject QueueFixture queue;
  @Inject AdmitQueuedJobs admits;
  @Inject Invariants invariants;
  @Inject TeamWork work;
  @Inject StatelessSession session;

  private TeamRef busy;
  private String slotClass;

  @BeforeEach
  void manyJobsOfOneTeam() {
    queue.forgetWaiting();
    busy = queue.team();
    slotClass = queue.slotClass(2);
    queue.quota(busy, slotClass, 1, MANY);
    queue.enqueueMany(busy, slotClass, MANY);
  }

  @AfterEach
  void nobodyWaitsAnyMore() {
    queue.forgetAll(busy);
  }

  @Test
  void anotherTeamsJobIsSeenAtOnce() {
    var other = queue.team();
    queue.quota(other, slotClass, 1, 5);
    var job = queue.enqueue(other, slotClass);
    queue.dispatch();
    assertEquals(JobState.STARTING, queue.job(job).state());
    assertEquals(JobState.STARTING, queue.job(ofPriority(MANY - 1)).state());
    assertEquals(1, queue.openReservations(busy), "its own limit holds all the same");
    assertEquals(
        List.of(1, 2, MANY - 1),
        List.of(place(MANY - 2), place(MANY - 3), place(0)),
        "all in line");
    invariants.hold(other);
  }

  @Test
  void whoStandsFarBackReadsWithTheNextTickThatTheLineHasMoved() {
    queue.dispatch();
    assertEquals(MANY - 1, place(0));
    queue.quota(busy, slotClass, 2, MANY);
    var next = admits.admit(Told.THE_FIRST);
    assertEquals(List.of(new AttemptRef(ofPriority(MANY - 2), 1)), next);
    assertEquals(List.of(1, 200), List.of(place(MANY - 3), place(MANY - 202)));
    assertEquals(List.of(202, MANY - 1), List.of(place(MANY - 203), place(0)), "not yet");
    admits.admit(Told.EVERYBODY);
    assertEquals(List.of(201, MANY - 2), List.of(place(MANY - 203), place(0)));
  }

  private JobRef ofPriority(int priority) {
    return new JobRef(
        busy,
        work.call(
            busy,
            () ->
                session
                    .createNativeQuery("select id from jobs where priority = :priority", UUID.class)
                    .setParameter("priority", priority)
                    .getSingleResult()));
  }

  private int place(int priority) {
    return work.call(
        busy,
        () ->
            session
                .createNativeQuery(
                    "select queue_place from jobs where priority = :priority", Integer.class)
                .setParameter("priority", priority)
                .getSingleResult());
  }
}
