package io.headstart.pages;

import io.headstart.dispatch.ControlQueue;
import io.headstart.dispatch.Offer;
import io.headstart.job.NewJob;
import io.headstart.quota.SetStorage;
import io.headstart.quota.SetTeamQuota;
import io.headstart.quota.TeamQuota;
import io.headstart.testsupport.EmptyDatabase;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.TestTeam;
import io.headstart.testsupport.TestTeam.As;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

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

  /** Takes it away. */
  void over() {
    launcher.offers(null);
    before.forgetAll();
  }
}
