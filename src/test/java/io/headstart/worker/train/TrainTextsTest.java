package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.modelfile.onnx.OnnxModel;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.graph.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTextsTest {
  @TempDir Path folder;
  private TinyRun tiny;

  @BeforeEach
  void begin() {
    tiny = new TinyRun(folder);
  }

  @Test
  void forEveryDepthExactlyTheParametersAboveTheCutChange() throws Exception {
    List<Block> blocks = BaseNetwork.read(TinyRun.model()).blocks();
    assertTrue(blocks.size() >= 3);
    Map<String, float[]> before = TinyRun.weights(OnnxModel.read(TinyRun.model()));
    for (int frozen = 0; frozen <= blocks.size(); frozen++) {
      tiny.frozenBlocks = frozen;
      tiny.epochs = 1;
      TrainResult result = tiny.run();
      Set<String> above = new HashSet<>();
      blocks.subList(frozen, blocks.size()).forEach(block -> above.addAll(block.weights()));
      Map<String, float[]> after = tiny.exported();
      Set<String> changed = new TreeSet<>();
      before.forEach(
          (name, values) -> {
            if (!Arrays.equals(values, after.get(name))) {
              changed.add(name);
            }
          });
      assertEquals(new TreeSet<>(above), changed, frozen + " blocks frozen");
      assertEquals(above.size() + 2, result.weightsChanged().size());
      assertTrue(result.weightsChanged().containsAll(above));
    }
  }

  @Test
  void aRateOfZeroChangesNothing() throws Exception {
    tiny.headRate = 0;
    tiny.bodyRate = 0;
    tiny.frozenBlocks = 0;
    assertEquals(List.of(), tiny.run().weightsChanged());
  }

  @Test
  void aBodyRateOfZeroLeavesTheOpenBodyAsItWas() throws Exception {
    tiny.bodyRate = 0;
    tiny.frozenBlocks = 1;
    TrainResult result = tiny.run();
    assertEquals(2, result.weightsChanged().size(), "weight and bias of the head");
    Map<String, float[]> after = tiny.exported();
    TinyRun.weights(OnnxModel.read(TinyRun.model()))
        .forEach((name, values) -> assertArrayEquals(values, after.get(name), name));
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOneOthers() throws Exception {
    TrainResult first = tiny.run();
    byte[] model = tiny.archived(TrainSpec.MODEL);
    String series = Files.readString(tiny.output.resolve(TrainSpec.SERIES));
    TrainResult second = tiny.run();
    assertEquals(first.modelSha256(), second.modelSha256());
    assertArrayEquals(model, tiny.archived(TrainSpec.MODEL));
    assertEquals(series, Files.readString(tiny.output.resolve(TrainSpec.SERIES)));
    tiny.seed++;
    assertFalse(first.modelSha256().equals(tiny.run().modelSha256()));
  }

  @Test
  void aRunThatDiedAfterItsSecondEpochEndsAsAnUndisturbedOne() throws Exception {
    tiny.epochs = 5;
    tiny.run();
    byte[] model = tiny.archived(TrainSpec.MODEL);
    String series = Files.readString(tiny.output.resolve(TrainSpec.SERIES));
    List<Prediction> predictions = tiny.predictions();

    Path checkpoint = folder.resolve("kept");
    RecordingListener dying = new RecordingListener().dyingAfter(2, checkpoint);
    assertEquals(ExitCode.CANCELLED, failure(dying).exit());
    tiny.resume = checkpoint;
    RecordingListener second = new RecordingListener();
    TrainResult result = tiny.run(second);

    assertEquals(5, result.epochsDone());
    assertEquals(List.of(3, 4, 5), second.checkpoints);
    assertArrayEquals(model, tiny.archived(TrainSpec.MODEL));
    assertEquals(series, Files.readString(tiny.output.resolve(TrainSpec.SERIES)));
    assertEquals(predictions, tiny.predictions());
    assertTrue(second.points.stream().allMatch(point -> point.epoch() >= 3));
  }

  @Test
  void aCheckpointOfOtherSettingsIsRefused() throws Exception {
    Path checkpoint = folder.resolve("kept");
    failure(new RecordingListener().dyingAfter(1, checkpoint));
    tiny.resume = checkpoint;
    tiny.headRate *= 2;
    assertEquals("checkpoint-of-other-settings", failure(new RecordingListener()).reason());
  }

  @Test
  void everyLoggedRateIsTheFormulas() throws Exception {
    RecordingListener listener = new RecordingListener();
    tiny.epochs = 3;
    tiny.run(listener);
    int steps = 3 * 48 / 8;
    RateSchedule schedule = RateSchedule.of(steps, 0.1);
    List<Heartbeat.Point> head = listener.series("learning_rate_head");
    List<Heartbeat.Point> body = listener.series("learning_rate_body");
    assertEquals(steps, head.size());
    for (int step = 1; step <= steps; step++) {
      assertEquals(step, head.get(step - 1).step());
      assertEquals(tiny.headRate * schedule.share(step), head.get(step - 1).value());
      assertEquals(tiny.bodyRate * schedule.share(step), body.get(step - 1).value());
    }
    assertEquals(steps, listener.series("train_loss").size());
    assertEquals(3, listener.series("validation_loss").size());
  }

  @Test
  void theFrozenPartIsComputedOnceForEachExample() throws Exception {
    tiny.epochs = 4;
    RecordingListener listener = new RecordingListener();
    TrainResult result = tiny.run(listener);
    assertEquals(80, result.prefixExamples());
    assertTrue(result.featuresCached());
    assertTrue(result.cacheBytes() > 0);
    assertEquals(
        List.of("reading", "prefix", "head", "training", "baseline", "export"),
        listener.progress.stream().map(Heartbeat.Progress::phase).distinct().toList());
  }

  @Test
  void beyondTheLimitTheFrozenPartIsComputedAgain() throws Exception {
    TrainResult cached = tiny.run();
    tiny.cacheLimit = 1000;
    TrainResult again = tiny.run();
    assertFalse(again.featuresCached());
    assertEquals(0, again.cacheBytes());
    // The last batch by length to learn the size, two epochs of training and validation, then both
    // judged splits.
    assertEquals(16 + 2 * (48 + 16) + 32, again.prefixExamples());
    assertEquals(cached.validationLoss(), again.validationLoss(), 1e-4);
  }

  @Test
  void itLearns() throws Exception {
    tiny.epochs = 6;
    tiny.frozenBlocks = 1;
    TrainResult result = tiny.run();
    assertTrue(result.test().share() > 0.8, "right: " + result.test());
    assertTrue(result.test().correct() > result.majority().correct());
    List<Prediction> test =
        tiny.predictions().stream().filter(p -> p.split() == Split.TEST).toList();
    assertEquals(
        result.test().correct(), test.stream().filter(p -> p.predicted() == p.label()).count());
    assertEquals(
        result.withoutTransfer().correct(),
        test.stream().filter(p -> p.baseline() == p.label()).count());
    assertTrue(test.stream().allMatch(p -> Math.abs(sum(p.probabilities()) - 1) < 1e-5));
  }

  private static double sum(List<Float> values) {
    return values.stream().mapToDouble(Float::doubleValue).sum();
  }

  @Test
  void stopFinishesTheEpochAndKeepsTheBest() throws Exception {
    tiny.epochs = 50;
    RecordingListener listener = new RecordingListener().answering(Heartbeat.Directive.STOP, 4);
    TrainResult result = tiny.run(listener);
    assertTrue(result.stoppedEarly());
    assertEquals(1, result.epochsDone());
    assertEquals(6, listener.series("train_loss").size());
    assertTrue(Files.exists(tiny.output.resolve(TrainSpec.ARCHIVE)));
  }

  @Test
  void cancelEndsAtOnceAndLeavesNoResult() {
    RecordingListener listener = new RecordingListener().answering(Heartbeat.Directive.CANCEL, 4);
    assertEquals(ExitCode.CANCELLED, failure(listener).exit());
    assertTrue(listener.series("train_loss").size() <= 2);
    assertFalse(Files.exists(tiny.output.resolve(TrainSpec.ARCHIVE)));
  }

  @Test
  void aLossThatIsNotFiniteSaysWhatToChange() {
    tiny.headRate = 1e38;
    TrainingFailed failed = failure(new RecordingListener());
    assertEquals(ExitCode.BAD_INPUT, failed.exit());
    assertEquals("loss-not-finite", failed.reason());
    assertTrue(failed.sentence().contains("lower learning rate"), failed.sentence());
  }

  @Test
  void textsThatAreTooLongForTheModelSayWhatToChange() {
    tiny.maxTokens = 400;
    tiny.rows =
        tiny.rows.stream()
            .map(
                row ->
                    new io.headstart.protocol.Example(
                        row.id(), row.split(), row.label(), row.text().repeat(100)))
            .toList();
    TrainingFailed failed = failure(new RecordingListener());
    assertEquals("token-out-of-range", failed.reason());
    assertEquals(ExitCode.BAD_INPUT, failed.exit());
  }

  private TrainingFailed failure(RecordingListener listener) {
    TrainingFailed failed = assertThrows(TrainingFailed.class, () -> tiny.run(listener));
    try {
      assertTrue(Files.readString(tiny.output.resolve(TrainSpec.LOG)).contains(failed.sentence()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return failed;
  }
}
