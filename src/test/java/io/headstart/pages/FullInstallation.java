package io.headstart.pages;

import io.headstart.dispatch.ControlQueue;
import io.headstart.dispatch.Offer;
import io.headstart.job.AttemptRef;
import io.headstart.job.NewJob;
import io.headstart.protocol.Heartbeat;
import io.headstart.quota.SetStorage;
import io.headstart.quota.SetTeamQuota;
import io.headstart.quota.TeamQuota;
import io.headstart.testsupport.EmptyDatabase;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.HandMadeWorker;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import io.headstart.testsupport.WorkerClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * An installation without a free slot to train in, whose small jobs are drained, and whose nodes
 * have room for more; two teams have limits of their own.
 */
@ApplicationScoped
class FullInstallation {
  /** What the nodes offer of each class. */
  static final Offer OFFER = Offer.of(47, 6);

  @Inject QueueFixture queue;
  @Inject SetTeamQuota quotas;
  @Inject SetStorage storage;
  @Inject ControlQueue control;
  @Inject FakeLauncher launcher;
  @Inject EmptyDatabase before;
  @Inject HandMadeWorker worker;
  @Inject Fixtures fixtures;
  @Inject GoneBy time;

  /**
   * Makes it.
   *
   * @param admin team whose owner is the administrator
   * @param other gets limits that it is below
   * @param waiting gets limits that hold its second waiting run
   * @param held slots that are held
   */
  void made(TestTeam admin, TestTeam other, TestTeam waiting, int held) {
    var by = admin.user(As.OWNER);
    quotas.set(
        other.ref(),
        NewJob.TRAINING,
        new TeamQuota(7, 3, 23, Duration.ofHours(36), (Integer) 310),
        by);
    quotas.set(
        waiting.ref(), NewJob.TRAINING, new TeamQuota(2, 1, 17, Duration.ofMinutes(750)), by);
    quotas.setDefault(NewJob.SMALL, new TeamQuota(5, 0, 41, Duration.ofHours(3)), by);
    storage.set(other.ref(), 7_300_000_000L, by);
    launcher.offers(OFFER);
    queue.capacity(NewJob.TRAINING, held);
    queue.capacity(NewJob.SMALL, 36);
    control.drain(by, NewJob.SMALL, "until switch 71 is exchanged");
    queue.dispatch();
  }

  /**
   * From now on a new run of one team waits for its own team's limit, and another team has used the
   * hours that it has.
   *
   * @param limited holds two slots, and may hold one
   * @param usedUp has used more than two hours, unless the month has just begun
   */
  void stricter(TestTeam limited, TestTeam usedUp) {
    var by = limited.user(As.OWNER);
    quotas.set(limited.ref(), NewJob.TRAINING, new TeamQuota(1, 0, 29, Duration.ofHours(19)), by);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    boolean justBegun = now.getDayOfMonth() == 1 && now.getHour() < 3;
    quotas.set(
        usedUp.ref(),
        NewJob.TRAINING,
        new TeamQuota(2, 1, 17, Duration.ofMinutes(750), (Integer) (justBegun ? 0 : 2)),
        by);
    limited.api(As.MEMBER).body(Map.of("dataset", 1)).post("/runs").then().statusCode(201);
    queue.dispatch();
  }

  /** There are so many slots, and nothing has been admitted to them yet. */
  void slots(int slots) {
    queue.capacity(NewJob.TRAINING, slots);
  }

  /**
   * From now on the nodes have room for fewer, more is guaranteed than there is, a team has a full
   * queue, and five more runs of another team begin as far as they can, of which one reads its
   * data, whose length is not known yet.
   */
  void scarce(TestTeam admin, TestTeam large, TestTeam full) {
    var by = admin.user(As.OWNER);
    launcher.offers(Offer.of(3, 1));
    quotas.set(
        large.ref(),
        NewJob.TRAINING,
        new TeamQuota(50, 41, 23, Duration.ofHours(36), (Integer) 310),
        by);
    quotas.set(
        full.ref(),
        NewJob.TRAINING,
        new TeamQuota(2, 1, 1, Duration.ofMinutes(750), (Integer) 2),
        by);
    large
        .api(As.MEMBER)
        .body(Map.of("dataset", 1, "seeds", 5, "seed", 71))
        .post("/runs")
        .then()
        .statusCode(201);
    queue.dispatch();
    WorkerClient reads = queue.claim(new AttemptRef(worker.job(large, 7), 1)).worker();
    reads.post(
        "/heartbeat",
        new Heartbeat(
            reads.instance(),
            new Heartbeat.Progress("reading", 4_711, 0, "rows", 0, 0, null),
            List.of(),
            List.of()));
  }

  /**
   * The nodes have room for as many slots as are set, many small jobs of a team wait, and another
   * stores more than it may.
   */
  void longQueue(TestTeam of, int slots, int many, TestTeam full) {
    storage.set(full.ref(), 1_100_000, full.user(As.OWNER));
    launcher.offers(Offer.of(slots, 5));
    queue.enqueueMany(of.ref(), NewJob.SMALL, many);
    queue.dispatch();
  }

  /** So many questions of a team about one of its runs wait for their answers. */
  void questions(TestTeam of, int run, int many) {
    for (int i = 0; i < many; i++) {
      of.api(As.MEMBER)
          .body(Map.of("text", "another letter"))
          .post("/runs/" + run + "/questions")
          .then()
          .statusCode(201);
    }
  }

  /**
   * The workers of two runs of a team crash, of the second one twice, so that the first is tried
   * again and the second is not; then a job of the team waits that wants several slots at once.
   *
   * @param wanted slots of that job
   */
  void crashed(TestTeam of, long once, long twice, int wanted) {
    worker.begin(new AttemptRef(worker.job(of, once), 1));
    crash(new AttemptRef(worker.job(of, once), 1));
    for (int attempt = 1; attempt <= 2; attempt++) {
      AttemptRef next = new AttemptRef(worker.job(of, twice), attempt);
      worker.begin(next);
      crash(next);
    }
    queue.capacity(NewJob.TRAINING, 9);
    queue.enqueue(of.ref(), NewJob.TRAINING, wanted, 0);
    queue.dispatch();
  }

  private void crash(AttemptRef attempt) {
    launcher.exit(attempt, 134);
    queue.sweep();
    time.waitedEnough(attempt.job());
  }

  /** Something is not as it must be: the feed of two jobs has more entries than were numbered. */
  void broken(TestTeam of) {
    for (int run = 1; run <= 2; run++) {
      fixtures.system("update jobs set feed_seq = 0 where id = ?1", worker.job(of, run).id());
    }
  }

  /** Takes it away. */
  void over() {
    launcher.offers(null);
    before.forgetAll();
  }
}
