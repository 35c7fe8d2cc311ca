package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Puts a file that ships with Headstart where a browser would put a user's own. */
@ApplicationScoped
public class PutSample {
  private final Datasets datasets;
  private final ObjectStore store;
  private final TeamContext context;
  private final TeamWork work;

  PutSample(Datasets datasets, ObjectStore store, TeamContext context, TeamWork work) {
    this.datasets = datasets;
    this.store = store;
    this.context = context;
    this.work = work;
  }

  /**
   * Puts the file of a declared data set; a repeat replaces it. Must be called outside any
   * transaction.
   *
   * @throws Problem 404 without such a data set
   */
  public void put(long dataset, Sample sample) {
    Dataset declared =
        work.call(context.team(), () -> datasets.numbered(dataset).orElseThrow(Problem::notFound));
    try (InputStream content = sample.open()) {
      store.put(new ObjectKey(declared.objectKey), content, sample.contentType());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
