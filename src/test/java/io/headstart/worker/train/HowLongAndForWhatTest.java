package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Example;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patience, weights of classes, label smoothing. */
class HowLongAndForWhatTest {
  @TempDir Path folder;

  @Test
  void whatGetsNoBetterEndsWhenPatienceDoes() throws Exception {
    TinyRun run = standingStill(2);
    RecordingListener listener = new RecordingListener();
    TrainResult result = run.run(listener);
    assertEquals(3, result.epochsDone());
    assertEquals(1, result.bestEpoch());
    assertTrue(result.outOfPatience());
    assertFalse(result.stoppedEarly(), "nobody asked for it");
    assertTrue(
        listener.log.contains("stopped after epoch 3 of 9: no lower validation loss since epoch 1"),
        listener.log.toString());
  }

  @Test
  void patienceOfZeroTrainsToTheEnd() throws Exception {
    TrainResult result = standingStill(0).run();
    assertEquals(9, result.epochsDone());
    assertFalse(result.outOfPatience());
  }

  @Test
  void aResumedRunHasNoMorePatienceThanItHadLeft() throws Exception {
    TinyRun run = standingStill(2);
    RecordingListener listener = new RecordingListener().dyingAfter(2, folder.resolve("kept"));
    assertThrows(TrainingFailed.class, () -> run.run(listener));
    run.resume = folder.resolve("kept");
    assertEquals(3, run.run().epochsDone());
  }

  @Test
  void aRareClassGainsWhenClassesWeighAlike() throws Exception {
    double plain = shareOfRare(false);
    double balanced = shareOfRare(true);
    assertTrue(balanced > plain + 0.05, balanced + " and " + plain);
  }

  @Test
  void smoothedTargetsLeaveTheModelLessCertain() throws Exception {
    double certain = certainty(0);
    double smoothed = certainty(0.3);
    assertTrue(smoothed < certain - 0.05, smoothed + " and " + certain);
  }

  @Test
  void theSameSettingsGiveTheSameBytes() throws Exception {
    TinyRun run = learning();
    run.balanced = true;
    run.labelSmoothing = 0.1;
    run.run();
    byte[] once = run.archived(TrainSpec.MODEL);
    run.run();
    assertArrayEquals(once, run.archived(TrainSpec.MODEL));
  }

  private TinyRun standingStill(int patience) {
    TinyRun run = new TinyRun(folder);
    run.headRate = 0;
    run.bodyRate = 0;
    run.epochs = 9;
    run.patience = patience;
    return run;
  }

  private TinyRun learning() {
    TinyRun run = new TinyRun(folder);
    run.epochs = 4;
    return run;
  }

  /** Mean probability of the class that one of six training examples has. */
  private double shareOfRare(boolean balanced) throws Exception {
    TinyRun run = learning();
    List<Example> rows = new ArrayList<>();
    int shops = 0;
    for (Example row : run.rows) {
      boolean shop = row.split() == Split.TRAIN && row.label().equals("shop");
      if (!shop || shops++ % 5 == 0) {
        rows.add(row);
      }
    }
    run.rows = rows;
    run.balanced = balanced;
    run.run();
    return run.predictions().stream()
        .mapToDouble(p -> p.probabilities().get(1))
        .average()
        .orElse(0);
  }

  private double certainty(double smoothing) throws TrainingFailed, IOException {
    TinyRun run = learning();
    run.epochs = 12;
    run.labelSmoothing = smoothing;
    run.run();
    return run.predictions().stream()
        .mapToDouble(p -> Math.max(p.probabilities().get(0), p.probabilities().get(1)))
        .average()
        .orElse(0);
  }
}
