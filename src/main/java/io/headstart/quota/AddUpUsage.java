package io.headstart.quota;

import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Adds reservations that have ended to the sums by month, so that an admission reads those of the
 * last hours only. Called again it adds nothing twice: how far it has come stands in a row that the
 * same transaction changes.
 */
@ApplicationScoped
public class AddUpUsage {
  private final AcrossTeams across;

  AddUpUsage(AcrossTeams across) {
    this.across = across;
  }

  /**
   * Up to the last full hour but one: by then every transaction that released slots before it has
   * been committed. Most calls find that done.
   */
  public void addUp() {
    across.run(
        system ->
            system
                .createNativeMutationQuery(
                    """
                    with added as (
                      update slot_usage_until set until = date_trunc('hour', clock_timestamp()) - interval '1 hour'
                      from (select until as before from slot_usage_until for update) known
                      where until < date_trunc('hour', clock_timestamp()) - interval '1 hour'
                      returning before, until)
                    insert into slot_usage (team_id, slot_class, month, slot_seconds)
                    select team_id, slot_class, month, sum(slots * extract(epoch from released_at
                      - greatest(created_at, cast(month as timestamp) at time zone 'UTC')))
                    from added, (select *, cast(date_trunc('month', released_at at time zone 'UTC') as date)
                        as month from reservations) released
                    where released_at >= before and released_at < added.until
                    group by team_id, slot_class, month
                    on conflict (team_id, slot_class, month)
                      do update set slot_seconds = slot_usage.slot_seconds + excluded.slot_seconds""")
                .executeUpdate());
  }
}
