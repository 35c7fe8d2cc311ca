package io.headstart.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a data set of a sample, on the same path as a user's own file. */
@ApplicationScoped
public class AddSample {
  private final CreateDataset create;
  private final PutSample put;
  private final CompleteUpload complete;

  AddSample(CreateDataset create, PutSample put, CompleteUpload complete) {
    this.create = create;
    this.put = put;
    this.complete = complete;
  }

  /**
   * Adds it; its check is queued. Must be called outside any transaction, since it fills the store.
   *
   * @param by who asks
   * @return number of the data set
   * @throws io.headstart.platform.problem.Problem 409 when the team's queue is full
   */
  public long add(Sample sample, @Nullable UUID by) {
    long number = create.create(sample.declaration(), by).number();
    put.put(number, sample);
    complete.complete(number, by);
    return number;
  }
}
