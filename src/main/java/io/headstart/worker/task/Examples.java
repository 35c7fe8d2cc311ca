package io.headstart.worker.task;

import io.headstart.protocol.Split;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A data set that is ready for training, whatever it holds. */
public interface Examples extends Closeable {
  /** Samples by split. */
  Splits splits();

  /**
   * What a batch gives to the model; the same batch gives the same. May be called by several
   * threads at once.
   *
   * @throws RowsUnusable when a sample can't be read
   */
  Inputs inputs(Batch batch) throws IOException, RowsUnusable;

  /** About how many bytes the inputs of a batch take; 0 when they aren't worth making ahead. */
  long bytes(Batch batch);

  /** How many samples were longer than the maximum. */
  long cut();

  /** Samples of a split in the order of the file, never empty. */
  default List<Sample> of(Split split) {
    return splits().of(split);
  }

  /** All samples: training, validation, test. */
  default List<Sample> all() {
    return splits().all();
  }
}
