package io.headstart.worker.train;

import io.headstart.protocol.TrainSpec;
import io.headstart.worker.baseline.LinearHead;
import io.headstart.worker.graph.TrainableNetwork;
import io.headstart.worker.task.BatchOrder;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Computes what the whole base model, still untrained, says of each example, for a head on that
 * alone. Where blocks are frozen it goes on from their kept features, so that only the open blocks
 * are run once more.
 */
final class HeadVectors {
  private static final int BATCH = 32;

  private final TrainSpec spec;
  private final TrainFiles files;
  private final Journal journal;
  private final Monitor monitor;

  HeadVectors(TrainSpec spec, TrainFiles files, Journal journal, Monitor monitor) {
    this.spec = spec;
    this.files = files;
    this.journal = journal;
    this.monitor = monitor;
  }

  /**
   * Makes the pass. The engine must hold the base model's parameters as they came.
   *
   * @param features of the frozen part, or null when nothing is frozen
   * @return null when the vectors would take more disk than allowed
   */
  @Nullable LinearHead compute(
      TrainableNetwork network,
      Engine engine,
      @Nullable FrozenFeatures features,
      Examples examples,
      Ahead ahead)
      throws IOException, TrainingFailed, RowsUnusable {
    int width = network.headWidth();
    if (LinearHead.bytes(examples.all().size(), width) > spec.cacheLimitBytes()) {
      journal.log(
          String.format(
              Locale.ROOT,
              "no head alone is fitted to compare with: its vectors would take more than %,d bytes"
                  + " of disk",
              spec.cacheLimitBytes()));
      return null;
    }
    monitor.begin("head", "examples", examples.all().size());
    boolean inputs = features == null || !features.cached() || engine.suffixTakesInputs();
    Ahead.Reading reading = ahead.of(new BatchOrder(BATCH).byLength(examples.all()), inputs);
    LinearHead head = new LinearHead(spec.classes().size(), width, files.scratch());
    boolean whole = false;
    long done = 0;
    try {
      for (Ahead.Ready ready = reading.next(); ready != null; ready = reading.next()) {
        float[][] vectors =
            engine.vectors(ready.inputs(), features == null ? null : features.of(ready));
        for (int i = 0; i < vectors.length; i++) {
          head.add(ready.batch().samples().get(i), vectors[i]);
        }
        done += vectors.length;
        monitor.advance(done, 0);
      }
      whole = true;
      return head;
    } finally {
      monitor.end("head");
      if (!whole) {
        head.close();
      }
    }
  }
}
