package io.headstart.worker.train;

import io.headstart.protocol.Example;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.TextKey;
import io.headstart.worker.task.TextRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for test examples that a run before this one has learned from, or chose its best epoch by.
 * What a model has seen once it may know by heart, so its answers there prove nothing.
 */
final class SeenBefore {
  private static final long SEED = 0;

  private final TrainSpec spec;
  private final TrainFiles files;
  private final TextKey keys = new TextKey(SEED);

  SeenBefore(TrainSpec spec, TrainFiles files) {
    this.spec = spec;
    this.files = files;
  }

  /**
   * How many of the test examples were seen; texts are the same where only case, spaces or Unicode
   * form differ, pictures where they are the same entry of the same archive.
   *
   * @return null when it can't be told
   */
  @Nullable Long inTest() throws IOException, RowsUnusable {
    TrainSpec.Source source = spec.source();
    if (source == null) {
      return 0L;
    }
    if (source.seen() < 0) {
      return null;
    }
    Set<Object> learned = new HashSet<>();
    for (Path rows : files.seen()) {
      try (TextRows reader = TextRows.open(rows)) {
        for (Example row = reader.next(); row != null; row = reader.next()) {
          if (row.split() != Split.TEST) {
            learned.add(key(row));
          }
        }
      }
    }
    long seen = 0;
    if (!learned.isEmpty()) {
      try (TextRows reader = TextRows.open(files.rows())) {
        for (Example row = reader.next(); row != null; row = reader.next()) {
          seen += row.split() == Split.TEST && learned.contains(key(row)) ? 1 : 0;
        }
      }
    }
    return seen;
  }

  private Object key(Example row) {
    return spec.pictures() == null ? (Object) keys.of(row.text()) : row.text();
  }
}
