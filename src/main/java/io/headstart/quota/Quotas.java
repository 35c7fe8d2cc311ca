package io.headstart.quota;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
        .or(() -> Optional.ofNullable(defaults(session).get(slotClass)))
        .orElseGet(() -> defaultQuota(defaults));
  }

  /** Defaults that an admin has set, by class. */
  static Map<String, TeamQuota> defaults(StatelessSession session) {
    var all = new HashMap<String, TeamQuota>();
    session
        .createNativeQuery(
            """
            select slot_class, slots, guaranteed, queued_jobs, longest_seconds, hours_per_month
            from quota_defaults""",
            Tuple.class)
        .list()
        .forEach(
            row ->
                all.put(
                    row.get(0, String.class),
                    new TeamQuota(
                        row.get(1, Integer.class),
                        row.get(2, Integer.class),
                        row.get(3, Integer.class),
                        Duration.ofSeconds(row.get(4, Long.class)),
                        row.get(5, Integer.class))));
    return all;
  }

  static TeamQuota defaultQuota(QuotaConfig defaults) {
    return new TeamQuota(
        defaults.slots(), defaults.guaranteed(), defaults.queuedJobs(), defaults.longest());
  }
}
