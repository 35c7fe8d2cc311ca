package io.headstart.dataset;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data sets of the team that the transaction works for; deleted ones are found by id only. */
@ApplicationScoped
public class Datasets implements PanacheRepositoryBase<Dataset, Dataset.Key> {
  /** The one with the number that people see. */
  public Optional<Dataset> numbered(long number) {
    return find("number = ?1 and deletedAt is null", number).firstResultOptional();
  }

  /** The one with that number, locked until the transaction ends. */
  Optional<Dataset> locked(long number) {
    return find("number = ?1 and deletedAt is null", number)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /**
   * The newest first.
   *
   * @param before only those with a smaller number; null from the newest
   * @param limit at most so many
   */
  public List<Dataset> newest(@Nullable Long before, int limit) {
    return find(
            "number < ?1 and deletedAt is null order by number desc",
            before == null ? (Long) Long.MAX_VALUE : before)
        .page(0, limit)
        .list();
  }

  /** Takes the team's next number; the numbers are dense, since a rollback gives it back. */
  long nextNumber(UUID team) {
    return ((Number)
            getEntityManager()
                .createNativeQuery(
                    """
                    insert into dataset_totals as t (team_id, last_number) values (?1, 1)
                    on conflict (team_id) do update set last_number = t.last_number + 1
                    returning last_number
                    """)
                .setParameter(1, team)
                .getSingleResult())
        .longValue();
  }

  /** Adds to the bytes that the team's data sets take; a negative number takes away. */
  void addBytes(UUID team, long bytes) {
    getEntityManager()
        .createNativeQuery(
            "update dataset_totals set stored_bytes = greatest(0, stored_bytes + ?2) where team_id"
                + " = ?1")
        .setParameter(1, team)
        .setParameter(2, bytes)
        .executeUpdate();
  }

  /** Bytes that the team's data sets take, uploads and kept rows. */
  public long storedBytes() {
    List<?> found =
        getEntityManager()
            .createNativeQuery("select stored_bytes from dataset_totals")
            .getResultList();
    return found.isEmpty() ? 0 : ((Number) found.get(0)).longValue();
  }
}
