package io.headstart.dataset;

import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Deletes a declared data set whose upload never completed. */
@ApplicationScoped
class DropUpload {
  private final Datasets datasets;
  private final ObjectStore store;
  private final TeamWork work;

  DropUpload(Datasets datasets, ObjectStore store, TeamWork work) {
    this.datasets = datasets;
    this.store = store;
    this.work = work;
  }

  /**
   * Deletes the row, then what may lie in the store; a repeat does no harm.
   *
   * @return false when somebody completed it first: then nothing is deleted
   */
  boolean drop(TeamRef team, UUID dataset, ObjectKey key) {
    long gone =
        work.call(
            team, () -> datasets.delete("id = ?1 and state = ?2", dataset, Dataset.UPLOADING));
    if (gone == 1) {
      store.delete(key);
    }
    return gone == 1;
  }
}
