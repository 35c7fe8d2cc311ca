package io.headstart.run;

import io.headstart.dataset.DatasetUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;

/** A run that has not ended reads its version's rows again with each attempt. */
@ApplicationScoped
class RunUse implements DatasetUse {
  private final EntityManager database;

  RunUse(EntityManager database) {
    this.database = database;
  }

  @Override
  public Optional<String> of(UUID dataset) {
    return database
        .createQuery(
            "select r.number from Run r join DatasetVersion v on v.id = r.datasetVersionId"
                + " where v.datasetId = ?1 and r.endedState is null order by r.number",
            Long.class)
        .setParameter(1, dataset)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(number -> "Run " + number + " learns from it");
  }
}
