package io.headstart.quota;

import io.headstart.platform.database.Column;
import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** How many bytes teams may store, and do. */
@ApplicationScoped
public class StorageLimits {
  private final StatelessSession session;
  private final QuotaConfig config;
  private final List<StoredBytes> stores;
  private final TransactionSynchronizationRegistry transactions;

  StorageLimits(
      StatelessSession session,
      QuotaConfig config,
      @All List<StoredBytes> stores,
      TransactionSynchronizationRegistry transactions) {
    this.session = session;
    this.config = config;
    this.stores = stores;
    this.transactions = transactions;
  }

  /**
   * Lets an upload in. Must be called as team work, in the transaction that writes the upload down;
   * two at once wait for each other.
   *
   * @param bytes that it will take
   * @throws Problem 409 {@code storage-full} when the team would store more than it may
   */
  public void admit(long bytes) {
    if (!(transactions.getResource(TeamRef.class) instanceof TeamRef team)) {
      throw new IllegalStateException("uploads are admitted as team work only");
    }
    session
        .createNativeQuery(
            "select pg_advisory_xact_lock(hashtextextended(:store, 0))", Object.class)
        .setParameter("store", "storage/" + team.id())
        .getSingleResult();
    long limit =
        Column.of(
                session,
                """
                select coalesce((select bytes from storage_limits), (select bytes from storage_default),
                  :config)""",
                Long.class)
            .setParameter("config", config.storedBytes())
            .getSingleResult();
    long stored = stores.stream().mapToLong(StoredBytes::ofTeam).sum();
    if (stored + bytes > limit) {
      throw new Problem(
          409,
          "storage-full",
          "This team stores %s of the %s that it may, so %s more don't fit; delete what nobody needs, or ask an admin for more room"
              .formatted(Say.bytes(stored), Say.bytes(limit), Say.bytes(bytes)));
    }
  }

  /** Bytes that teams store, across teams. */
  Map<TeamRef, Long> stored(StatelessSession system) {
    var all = new HashMap<TeamRef, Long>();
    stores.forEach(
        store -> store.byTeam(system).forEach((team, bytes) -> all.merge(team, bytes, Long::sum)));
    return all;
  }

  /** Limits of all teams, across teams. */
  Limits limits(StatelessSession system) {
    var own = new HashMap<TeamRef, Long>();
    system
        .createNativeQuery("select team_id, bytes from storage_limits", Tuple.class)
        .list()
        .forEach(row -> own.put(new TeamRef(row.get(0, UUID.class)), row.get(1, Long.class)));
    long byDefault =
        Column.of(system, "select bytes from storage_default", Long.class)
            .uniqueResultOptional()
            .orElse(config.storedBytes());
    return new Limits(own, byDefault);
  }

  /**
   * How many bytes teams may store.
   *
   * @param own limits of teams that have their own
   * @param byDefault limit of the others
   */
  record Limits(Map<TeamRef, Long> own, long byDefault) {
    long of(TeamRef team) {
      return own.getOrDefault(team, byDefault);
    }
  }
}
