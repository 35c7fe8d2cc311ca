package io.headstart.quota;

import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An admin says how much a team may store; what it stores already it keeps. */
@ApplicationScoped
public class SetStorage {
  /** A petabyte; more is a slip of the finger. */
  private static final long MOST = 1_000_000_000_000_000L;

  private final AcrossTeams across;
  private final StorageLimits limits;
  private final SetTeamQuota quotas;

  SetStorage(AcrossTeams across, StorageLimits limits, SetTeamQuota quotas) {
    this.across = across;
    this.limits = limits;
    this.quotas = quotas;
  }

  /**
   * Sets it; the value that holds already changes nothing.
   *
   * @param by the admin, or null for Headstart itself
   * @throws Problem 422 {@code quota-invalid} naming {@code storage}
   */
  public void set(TeamRef team, long bytes, @Nullable UUID by) {
    check(bytes);
    across.run(
        system -> {
          long before = limits.limits(system).of(team);
          if (before == bytes) {
            return;
          }
          system
              .createNativeMutationQuery(
                  """
                  insert into storage_limits (team_id, bytes) values (:team, :bytes)
                  on conflict (team_id) do update
                    set bytes = excluded.bytes, changed_at = clock_timestamp()""")
              .setParameter("team", team.id())
              .setParameter("bytes", bytes)
              .executeUpdate();
          quotas.remember(system, team, null, words(before), words(bytes), by);
        });
  }

  /** Sets it for teams without a limit of their own. Errors as {@link #set}. */
  public void setDefault(long bytes, @Nullable UUID by) {
    check(bytes);
    across.run(
        system -> {
          long before = limits.limits(system).byDefault();
          if (before == bytes) {
            return;
          }
          system
              .createNativeMutationQuery(
                  """
                  insert into storage_default (bytes) values (:bytes)
                  on conflict (one) do update
                    set bytes = excluded.bytes, changed_at = clock_timestamp()""")
              .setParameter("bytes", bytes)
              .executeUpdate();
          quotas.rememberDefault(system, null, words(before), words(bytes), by);
        });
  }

  static String words(long bytes) {
    return Say.bytes(bytes) + " stored";
  }

  private static void check(long bytes) {
    if (bytes < 0 || bytes > MOST) {
      throw new Problem(
          422,
          "quota-invalid",
          "These limits can't be set",
          List.of(
              new Problem.Item(
                  "storage",
                  "Storage must be 0 to 1,000,000 GB.",
                  "0 stops uploads; nothing is deleted.")));
    }
  }
}
