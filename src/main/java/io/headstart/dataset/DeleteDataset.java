package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Deletes a data set: from then on nobody finds it, and {@link PurgeDatasets} takes its file and
 * rows out of the store. Runs that learned from it go on naming it.
 */
@ApplicationScoped
public class DeleteDataset {
  private final Datasets datasets;
  private final DatasetChecks checks;
  private final Instance<DatasetUse> uses;

  DeleteDataset(Datasets datasets, DatasetChecks checks, @Any Instance<DatasetUse> uses) {
    this.datasets = datasets;
    this.checks = checks;
    this.uses = uses;
  }

  /**
   * Deletes it.
   *
   * @param dataset its number
   * @param by who asks
   * @param owner whether they own the team: then they may delete what others made
   * @throws Problem 404 without such a data set; 403 when somebody else made it; 409 while a check
   *     or a run works with it
   */
  @InTeam
  public void delete(long dataset, UUID by, boolean owner) {
    Dataset found = datasets.locked(dataset).orElseThrow(Problem::notFound);
    if (!owner && !by.equals(found.createdBy)) {
      throw new Problem(
          403,
          "not-yours",
          "Somebody else made this data set",
          List.of(
              new Item(null, "Only who made it or an owner may delete it.", "Ask one of them.")));
    }
    checks
        .numbered(found, found.lastCheck)
        .filter(check -> !check.hasEnded())
        .ifPresent(check -> refuse("Check " + check.number + " still reads it"));
    uses.forEach(use -> use.of(found.id).ifPresent(DeleteDataset::refuse));
    found.deletedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    found.deletedBy = by;
    datasets.addBytes(
        found.teamId, -(found.isUploaded() ? found.size : 0) - checks.keptBytes(found));
  }

  private static void refuse(String use) {
    throw new Problem(
        409,
        "dataset-in-use",
        "The data set is in use",
        List.of(new Item(null, use + ".", "Wait for its end, or cancel it.")));
  }
}
