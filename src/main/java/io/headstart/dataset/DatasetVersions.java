package io.headstart.dataset;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Versions of the team that the transaction works for. Those of a deleted data set are found by id
 * only, for what has learned from them.
 */
@ApplicationScoped
public class DatasetVersions implements PanacheRepositoryBase<DatasetVersion, DatasetVersion.Key> {
  /** Versions that a form offers at most. */
  private static final int OFFERED = 200;

  private static final String VIEW =
      "select v, d, c from DatasetVersion v join Dataset d on d.id = v.datasetId"
          + " join DatasetCheck c on c.id = v.checkId ";

  /** A data set's versions, the newest first. */
  public List<DatasetVersion> of(Dataset dataset) {
    return find("datasetId = ?1 order by number desc", dataset.id).page(0, OFFERED).list();
  }

  /** The version that a check became, if it was accepted. */
  Optional<DatasetVersion> ofCheck(UUID check) {
    return find("checkId", check).firstResultOptional();
  }

  /** A version by the numbers that people see. */
  public Optional<VersionView> view(long dataset, long version) {
    return views(
            VIEW + "where d.number = ?1 and v.number = ?2 and d.deletedAt is null",
            dataset,
            version)
        .stream()
        .findFirst();
  }

  /** A version by its id. */
  public Optional<VersionView> view(UUID version) {
    return views(VIEW + "where v.id = ?1", version).stream().findFirst();
  }

  /** Versions by their ids, in no particular order. */
  public List<VersionView> views(List<UUID> versions) {
    return versions.isEmpty() ? List.of() : views(VIEW + "where v.id in ?1", versions);
  }

  /**
   * Keeps the version's data set from being deleted until the transaction ends.
   *
   * @return false when it was deleted before
   */
  public boolean hold(UUID version) {
    return !getEntityManager()
        .createNativeQuery(
            """
            select d.number from datasets d join dataset_versions v
              on v.team_id = d.team_id and v.dataset_id = d.id
            where v.id = ?1 and d.deleted_at is null for share of d""")
        .setParameter(1, version)
        .getResultList()
        .isEmpty();
  }

  /** The newest first, at most 200. */
  public List<VersionView> newest() {
    return views(VIEW + "where d.deletedAt is null order by v.createdAt desc");
  }

  private List<VersionView> views(String hql, Object... parameters) {
    var query = getEntityManager().createQuery(hql, Object[].class).setMaxResults(OFFERED);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    return query.getResultList().stream()
        .map(
            row -> VersionView.of((DatasetVersion) row[0], (Dataset) row[1], (DatasetCheck) row[2]))
        .toList();
  }
}
