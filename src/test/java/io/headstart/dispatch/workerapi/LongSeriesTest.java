package io.headstart.dispatch.workerapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.FeedEvent;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.Heartbeat;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.headstart.testsupport.WorkerClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Series longer than the database keeps them, through the worker's protocol. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class LongSeriesTest {
  private static final int MOST = 1_500;
  private static final long BEAT = 1_000;

  @Inject QueueFixture queue;
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
  void aLongSeriesStaysShortAndKeepsItsSpikeAndItsEnds() {
    var running = queue.running(team);
    LongToDoubleFunction loss = step -> step == 7_777 ? 1e9 : 2 + Math.sin(step / 50.0);
    long seen = 0;
    for (long from = 1; from <= 20_000; from += BEAT) {
      beat(running.worker(), from, from + BEAT - 1, loss);
      assertTrue(kept(running.job()).size() <= MOST, from + ": " + kept(running.job()).size());
      var told = queue.feed(running.job(), seen);
      assertEquals(from + BEAT - 1, step(told.get(told.size() - 1)));
      seen = told.get(told.size() - 1).id();
    }
    var kept = kept(running.job());
    assertTrue(kept.size() > 500, "only " + kept.size());
    assertEquals(1, kept.get(0).step());
    assertEquals(20_000, kept.get(kept.size() - 1).step());
    assertTrue(kept.contains(point(7_777, 1e9)), "the spike");
    for (long part = 0; part < 20; part++) {
      long from = part * 1_000;
      assertTrue(
          kept.stream().filter(p -> p.step() > from && p.step() <= from + 1_000).count() >= 20,
          "too few behind step " + from);
    }
    beat(running.worker(), 19_001, 20_000, loss);
    assertEquals(List.of(), queue.feed(running.job(), seen), "a repeat is not told again");
    assertEquals(kept, kept(running.job()));
  }

  @Test
  void aResumedAttemptReplacesWhatCameBehindItsCheckpoint() {
    var first = queue.running(team);
    beat(first.worker(), 1, 1_000, step -> 1);
    beat(first.worker(), 1_001, 2_000, step -> 1);
    beat(first.worker(), 2_001, 3_000, step -> 1);
    queue.expire(first.attempt(), "lease_until");
    queue.sweep();
    queue.sweep();
    queue.sweep();
    queue.dispatch();
    var second = queue.claim(new AttemptRef(first.job(), 2));
    beat(second.worker(), 2_001, 2_200, step -> 2);
    assertEquals(2_200, kept(first.job()).get(kept(first.job()).size() - 1).step());
    beat(second.worker(), 2_201, 3_000, step -> 2);
    beat(second.worker(), 3_001, 4_000, step -> 2);
    var kept = kept(first.job());
    assertTrue(kept.size() <= MOST, "" + kept.size());
    assertEquals(
        kept.size(), kept.stream().map(Heartbeat.Point::step).distinct().count(), "a step twice");
    kept.forEach(p -> assertEquals(p.step() <= 2_000 ? 1 : 2, p.value(), "step " + p.step()));
    assertEquals(4_000, kept.get(kept.size() - 1).step());
  }

  private List<Heartbeat.Point> kept(JobRef job) {
    return queue.points(job, "train_loss");
  }

  private static void beat(WorkerClient worker, long from, long to, LongToDoubleFunction value) {
    var points =
        LongStream.rangeClosed(from, to)
            .mapToObj(step -> point(step, value.applyAsDouble(step)))
            .toList();
    assertEquals(200, worker.beat(points, List.of()).status());
  }

  private static long step(FeedEvent event) {
    return ((FeedEvent.Point) event).point().step();
  }

  private static Heartbeat.Point point(long step, double value) {
    return new Heartbeat.Point("train_loss", step, 1, value);
  }
}
