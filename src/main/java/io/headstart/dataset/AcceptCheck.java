package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a check a version that runs can learn from. Only writes a row: the rows lie there. */
@ApplicationScoped
public class AcceptCheck {
  private final Datasets datasets;
  private final DatasetChecks checks;
  private final DatasetVersions versions;

  AcceptCheck(Datasets datasets, DatasetChecks checks, DatasetVersions versions) {
    this.datasets = datasets;
    this.checks = checks;
    this.versions = versions;
  }

  /**
   * Accepts a check; a repeat answers with the same version.
   *
   * @param dataset number of the data set
   * @param check number of the check within it
   * @param by who asks; null: Headstart itself
   * @throws Problem 404 without such a check; 409 before it has ended; 422 when nothing can be
   *     trained on what it found
   */
  @InTeam
  public DatasetVersion accept(long dataset, long check, @Nullable UUID by) {
    Dataset owner = datasets.locked(dataset).orElseThrow(Problem::notFound);
    DatasetCheck found = checks.numbered(owner, check).orElseThrow(Problem::notFound);
    Optional<DatasetVersion> made = versions.ofCheck(found.id);
    if (made.isPresent()) {
      return made.get();
    }
    if (!found.hasEnded()) {
      throw new Problem(409, "check-running", "Check " + check + " is still under way");
    }
    if (!Boolean.TRUE.equals(found.usable)) {
      throw new Problem(
          422,
          "not-usable",
          "Check " + check + " found nothing that can be trained on",
          List.of(
              new Item(
                  null,
                  "Its report says why.",
                  "Check again with other columns, or upload a corrected file.")));
    }
    DatasetVersion version = new DatasetVersion();
    version.teamId = owner.teamId;
    version.id = UUID.randomUUID();
    version.datasetId = owner.id;
    version.number = ++owner.lastVersion;
    version.checkId = found.id;
    version.rowsKey = Objects.requireNonNull(found.rowsKey);
    version.rowsSize = Objects.requireNonNull(found.rowsSize);
    version.rowsSha256 = Objects.requireNonNull(found.rowsSha256);
    version.createdBy = by;
    version.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    versions.persist(version);
    return version;
  }
}
