package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The browser says that its file is in the store: compares the size, since a presigned PUT can't
 * fix it, and queues the first check.
 */
@ApplicationScoped
public class CompleteUpload {
  private final Datasets datasets;
  private final DatasetChecks checks;
  private final StartCheck start;
  private final ObjectStore store;
  private final TeamContext context;
  private final TeamWork work;

  CompleteUpload(
      Datasets datasets,
      DatasetChecks checks,
      StartCheck start,
      ObjectStore store,
      TeamContext context,
      TeamWork work) {
    this.datasets = datasets;
    this.checks = checks;
    this.start = start;
    this.store = store;
    this.context = context;
    this.work = work;
  }

  /**
   * Completes the upload; a repeat answers with the newest check. Must be called outside any
   * transaction, since it asks the store.
   *
   * @param number of the data set
   * @param by who asks; null: Headstart itself
   * @throws Problem 404 without such a data set; 409 while nothing has been put; 422 when the size
   *     differs: then object and data set are deleted
   */
  public DatasetCheck complete(long number, @Nullable UUID by) {
    TeamRef team = context.team();
    Dataset declared =
        work.call(team, () -> datasets.numbered(number).orElseThrow(Problem::notFound));
    if (!declared.isUploaded()) {
      ObjectKey key = new ObjectKey(declared.objectKey);
      Optional<StoredObject> found = store.stat(key);
      if (found.isEmpty()) {
        throw new Problem(
            409,
            "nothing-uploaded",
            "The file is not in the store yet",
            List.of(new Item(null, "Nothing was uploaded.", "PUT it to the upload's URL first.")));
      }
      if (found.get().size() != declared.size()) {
        store.delete(key);
        work.run(team, () -> datasets.deleteById(new Dataset.Key(team.id(), declared.id)));
        throw differs(declared.size(), found.get().size());
      }
    }
    return work.call(team, () -> firstCheck(team, number, by));
  }

  private DatasetCheck firstCheck(TeamRef team, long number, @Nullable UUID by) {
    Dataset dataset = datasets.locked(number).orElseThrow(Problem::notFound);
    if (dataset.isUploaded()) {
      return checks.numbered(dataset, dataset.lastCheck).orElseThrow(Problem::notFound);
    }
    dataset.state = Dataset.UPLOADED;
    dataset.uploadedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    datasets.addBytes(team.id(), dataset.size);
    return start.queue(dataset, StartCheck.Choice.PROPOSED, by);
  }

  private static Problem differs(long declared, long found) {
    return new Problem(
        422,
        "size-differs",
        String.format(Locale.ROOT, "The upload has %,d bytes, %,d were declared", found, declared),
        List.of(
            new Item(
                "size",
                "The file changed or the upload broke off; nothing of it was kept.",
                "Upload it again.")));
  }
}
