package io.headstart.run;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs of the team that the transaction works for. */
@ApplicationScoped
public class Runs implements PanacheRepositoryBase<Run, Run.Key> {
  /** The one with the number that people see; a deleted one isn't found. */
  public Optional<Run> numbered(long number) {
    return find("number = ?1 and deletedAt is null", number).firstResultOptional();
  }

  /** The same, locked until the transaction ends. */
  public Optional<Run> locked(long number) {
    return find("number = ?1 and deletedAt is null", number)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /**
   * Keeps a run from being deleted until the transaction ends. Whoever makes something that needs
   * it asks this after having read it: a deletion may have begun in between, is waited for here,
   * and is seen.
   *
   * @return false when it was deleted before
   */
  public boolean hold(UUID run) {
    return !getEntityManager()
        .createNativeQuery("select number from runs where id = ?1 and deleted_at is null for share")
        .setParameter(1, run)
        .getResultList()
        .isEmpty();
  }

  /** The run that a job does. */
  Optional<Run> ofJob(UUID job) {
    return find("jobId", job).firstResultOptional();
  }

  /** The newest that have succeeded on a base model. */
  List<Run> succeededOn(String baseModel, int limit) {
    return find(
            "baseModel = ?1 and endedState = 'SUCCEEDED' and deletedAt is null"
                + " order by number desc",
            baseModel)
        .page(0, limit)
        .list();
  }

  /** These runs by id, deleted ones too. */
  Map<UUID, Run> byId(Collection<UUID> ids) {
    return ids.isEmpty()
        ? Map.of()
        : list("id in ?1", ids).stream().collect(Collectors.toMap(Run::id, Function.identity()));
  }

  /** The runs of these experiments, in the order of their numbers. */
  List<Run> ofExperiments(Collection<UUID> experiments) {
    return experiments.isEmpty()
        ? List.of()
        : list("experiment in ?1 and deletedAt is null order by number", experiments);
  }

  /** The run that a user has started with this key before. */
  Optional<Run> pressedBefore(@Nullable UUID user, String key) {
    return user == null
        ? find("createdBy is null and idempotencyKey = ?1", key).firstResultOptional()
        : find("createdBy = ?1 and idempotencyKey = ?2", user, key).firstResultOptional();
  }

  /** Whether the team has any run that Headstart itself has started. */
  public boolean hasOwn() {
    return find("createdBy is null").firstResultOptional().isPresent();
  }

  /**
   * The newest first.
   *
   * @param filter which ones
   * @param before only those with a smaller number; null from the newest
   * @param limit at most so many
   */
  List<Run> newest(RunFilter filter, @Nullable Long before, int limit) {
    long below = before == null ? Long.MAX_VALUE : before;
    String end = filter.endedState();
    String where =
        switch (filter) {
          case ALL -> "deletedAt is null and number < ?1";
          case OPEN -> "number < ?1 and endedState is null";
          case SUCCEEDED, FAILED, CANCELLED ->
              "deletedAt is null and number < ?1 and endedState = ?2";
        };
    Object[] parameters = end == null ? new Object[] {below} : new Object[] {below, end};
    return find(where + " order by number desc", parameters).page(0, limit).list();
  }

  /** Locks the team's counter until the transaction ends: submissions of a team go one by one. */
  void lockNumbers(UUID team) {
    getEntityManager()
        .createNativeQuery(
            "insert into run_totals (team_id) values (?1) on conflict (team_id) do nothing")
        .setParameter(1, team)
        .executeUpdate();
    getEntityManager()
        .createNativeQuery("select last_number from run_totals where team_id = ?1 for update")
        .setParameter(1, team)
        .getSingleResult();
  }

  /** Takes the team's next number; dense, since a rollback gives it back. */
  long nextNumber(UUID team) {
    return ((Number)
            getEntityManager()
                .createNativeQuery(
                    "update run_totals set last_number = last_number + 1 where team_id = ?1"
                        + " returning last_number")
                .setParameter(1, team)
                .getSingleResult())
        .longValue();
  }
}
