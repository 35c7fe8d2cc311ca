package io.headstart.dataset;

import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.StorageLimits;
import io.headstart.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Declares a data set, so that its file can be put into the store. */
@ApplicationScoped
public class CreateDataset {
  private final Datasets datasets;
  private final TeamContext context;
  private final DatasetConfig config;
  private final StorageLimits storage;

  CreateDataset(
      Datasets datasets, TeamContext context, DatasetConfig config, StorageLimits storage) {
    this.datasets = datasets;
    this.context = context;
    this.config = config;
    this.storage = storage;
  }

  /**
   * Writes the row; nothing is in the store yet.
   *
   * @param by who asks; null: Headstart itself
   * @throws io.headstart.platform.problem.Problem 422 with an item for each field that is wrong;
   *     409 {@code storage-full} when the team may not store so much
   */
  @InTeam
  public Dataset create(NewDataset wanted, @Nullable UUID by) {
    NewDataset.Checked right = wanted.checked(config.largestUpload().asLongValue());
    storage.admit(right.size());
    TeamRef team = context.team();
    Dataset dataset = new Dataset();
    dataset.teamId = team.id();
    dataset.id = UUID.randomUUID();
    dataset.number = datasets.nextNumber(team.id());
    dataset.name = right.name();
    dataset.fileName = right.fileName();
    dataset.size = right.size();
    dataset.declaredSha256 = right.sha256();
    dataset.objectKey = uploadKey(team, dataset.id).value();
    dataset.state = Dataset.UPLOADING;
    dataset.createdBy = by;
    dataset.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    datasets.persist(dataset);
    return dataset;
  }

  /** Where a data set's upload lies; the user's file name is no part of it. */
  private static ObjectKey uploadKey(TeamRef team, UUID dataset) {
    return ObjectKey.ofTeam(team.id(), "datasets/" + dataset + "/upload");
  }
}
