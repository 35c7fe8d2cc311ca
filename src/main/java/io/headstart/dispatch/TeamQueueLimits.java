package io.headstart.dispatch;

import io.headstart.job.QueueLimits;
import io.headstart.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers {@code job} from {@code quota}. */
@ApplicationScoped
class TeamQueueLimits implements QueueLimits {
  private final Quotas quotas;

  TeamQueueLimits(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public Limits of(String slotClass) {
    var quota = quotas.of(slotClass);
    return new Limits(quota.queuedJobs(), quota.longest());
  }
}
