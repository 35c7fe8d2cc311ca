package io.headstart.quota;

import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.StatelessSession;

/** The limits of the open transaction's team. */
@ApplicationScoped
public class Quotas {
  private final StatelessSession session;
  private final QuotaConfig defaults;

  Quotas(StatelessSession session, QuotaConfig defaults) {
    this.session = session;
    this.defaults = defaults;
  }

  /** What the team may use of a class, as it stands now. Must be called inside team work. */
  public TeamQuota of(String slotClass) {
    return session
        .createSelectionQuery("from TeamQuotaRow where slotClass = :class", TeamQuotaRow.class)
        .setParameter("class", slotClass)
        .uniqueResultOptional()
        .map(TeamQuotaRow::quota)
        .orElseGet(() -> defaultQuota(defaults));
  }

  static TeamQuota defaultQuota(QuotaConfig defaults) {
    return new TeamQuota(
        defaults.slots(), defaults.guaranteed(), defaults.queuedJobs(), defaults.longest());
  }
}
