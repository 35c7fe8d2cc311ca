package io.headstart.dataset;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Checks of the team that the transaction works for. */
@ApplicationScoped
public class DatasetChecks implements PanacheRepositoryBase<DatasetCheck, DatasetCheck.Key> {
  /** A data set's checks, the newest first, at most 50. */
  public List<DatasetCheck> of(Dataset dataset) {
    return find("datasetId = ?1 order by number desc", dataset.id).page(0, 50).list();
  }

  /** A data set's check of that number. */
  public Optional<DatasetCheck> numbered(Dataset dataset, long number) {
    return find("datasetId = ?1 and number = ?2", dataset.id, number).firstResultOptional();
  }

  /** Bytes of the rows that its checks have kept. */
  long keptBytes(Dataset dataset) {
    return find("datasetId", dataset.id).stream()
        .mapToLong(check -> check.rowsSize == null ? 0 : check.rowsSize)
        .sum();
  }

  /** The check that a job does. */
  Optional<DatasetCheck> ofJob(UUID job) {
    return find("jobId", job).firstResultOptional();
  }
}
