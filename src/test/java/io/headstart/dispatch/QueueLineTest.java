package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.FeedEvent;
import io.headstart.job.JobFeed;
import io.headstart.job.JobState;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Heartbeat;
import io.headstart.testsupport.CountingKind;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Invariants;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class QueueLineTest {
  @Inject QueueFixture queue;
  @Inject FakeLauncher launcher;
  @Inject CountingKind kind;
  @Inject Invariants invariants;
  @Inject JobFeed feed;
  @Inject TeamWork work;

  @Test
  void aJobGoesFromTheQueueThroughItsWorkerToItsResult() {
    var team = queue.team();
    var job = queue.enqueue(team, queue.slotClass(1));
    assertEquals(JobState.QUEUED, queue.job(job).state());

    queue.dispatch();
    var attempt = new AttemptRef(job, 1);
    assertEquals(JobState.STARTING, queue.job(job).state());
    assertTrue(launcher.isAlive(attempt));

    var worker = queue.worker(attempt);
    var spec = worker.start().spec();
    assertEquals(job.id().toString(), spec.job());
    assertEquals(3, spec.settings().get("count").asInt());
    assertEquals(JobState.RUNNING, queue.job(job).state());
    assertNotNull(queue.job(job).startedAt());

    var point = new Heartbeat.Point("train_loss", 1, 1, 0.5);
    var line = new Heartbeat.LogLine(1, 20, "counting \u0000 begins");
    assertEquals(
        Heartbeat.Directive.CONTINUE, worker.beat(List.of(point), List.of(line)).directive());
    assertEquals(
        Heartbeat.Directive.CONTINUE, worker.beat(List.of(point), List.of(line)).directive());
    assertEquals("training", queue.job(job).progress().phase());

    assertEquals(200, worker.upload("model.zip", bytes("trained")).status());
    var commit = worker.commit("three");
    assertEquals(204, commit.status(), commit.body());
    assertEquals(JobState.SUCCEEDED, queue.job(job).state());
    assertEquals(AttemptState.SUCCEEDED, queue.attempt(attempt).state());
    assertEquals("took in \"three\"", kind.end(job));

    var events = work.call(team, () -> feed.since(job, 0));
    assertEquals(
        LongStream.rangeClosed(1, events.size()).boxed().toList(),
        events.stream().map(FeedEvent::id).toList());
    assertEquals(6, events.size(), "4 states, 1 point, 1 line: " + events);
    assertEquals(List.of(point), work.call(team, () -> feed.points(job)).get("train_loss"));
    assertEquals(
        "counting \uFFFD begins", work.call(team, () -> feed.log(job, 0, 10)).get(0).line().text());
    invariants.hold(team);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
