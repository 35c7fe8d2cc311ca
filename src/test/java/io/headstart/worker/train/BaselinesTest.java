package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.graph.BaseNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The head alone on the base model's features, and the same graph from fresh weights. */
class BaselinesTest {
  @TempDir Path folder;
  private TinyRun tiny;

  @BeforeEach
  void begin() {
    tiny = new TinyRun(folder);
  }

  private List<Integer> headAnswers() throws Exception {
    return tiny.predictions().stream().map(Prediction::headOnly).toList();
  }

  @Test
  void aRunThatOpensBlocksReportsTheHeadAloneExampleByExample() throws Exception {
    tiny.frozenBlocks = 1;
    RecordingListener listener = new RecordingListener();
    TrainResult result = tiny.run(listener);
    TrainResult.Count head = result.headOnly();
    assertNotNull(head);
    List<Prediction> test =
        tiny.predictions().stream().filter(p -> p.split() == Split.TEST).toList();
    assertEquals(16, head.total());
    assertEquals(head.correct(), test.stream().filter(p -> p.headOnly() == p.label()).count());
    assertTrue(tiny.predictions().stream().allMatch(p -> p.headOnly() != null));
    assertTrue(result.seconds().containsKey("head"), result.seconds().toString());
    assertEquals(
        List.of("reading", "prefix", "head", "training", "baseline", "export"),
        listener.progress.stream().map(Heartbeat.Progress::phase).distinct().toList());
    String log = Files.readString(tiny.output.resolve(TrainSpec.LOG));
    assertTrue(log.contains("head only " + head.correct() + ","), log);
    String card = new String(tiny.archived("README.md"), StandardCharsets.UTF_8);
    assertTrue(card.contains("| head only on the base model's features, test | "), card);
  }

  @Test
  void theHeadAloneDoesNotDependOnWhatIsOpenNorOnHowItIsTrained() throws Exception {
    tiny.frozenBlocks = 1;
    tiny.run();
    List<Integer> one = headAnswers();
    tiny.frozenBlocks = 0;
    tiny.bodyRate = 1e-2;
    tiny.epochs = 3;
    tiny.seed = 8;
    TrainResult all = tiny.run();
    assertEquals(one, headAnswers());
    assertEquals(0, all.prefixExamples());
  }

  @Test
  void aResumedRunFitsItToTheWeightsThatTrainingBeganWith() throws Exception {
    tiny.frozenBlocks = 1;
    tiny.bodyRate = 1e-2;
    tiny.run();
    List<Integer> undisturbed = headAnswers();
    byte[] model = tiny.archived(TrainSpec.MODEL);
    Path checkpoint = folder.resolve("kept");
    RecordingListener dying = new RecordingListener().dyingAfter(1, checkpoint);
    assertThrows(TrainingFailed.class, () -> tiny.run(dying));
    tiny.resume = checkpoint;
    tiny.run();
    assertEquals(undisturbed, headAnswers());
    assertArrayEquals(model, tiny.archived(TrainSpec.MODEL));
  }

  @Test
  void whereTheHeadIsAllThatIsTrainedThereIsNoOther() throws Exception {
    tiny.frozenBlocks = BaseNetwork.read(TinyRun.model()).blocks().size();
    TrainResult result = tiny.run();
    assertNull(result.headOnly());
    assertTrue(headAnswers().stream().allMatch(answer -> answer == null));
  }

  @Test
  void vectorsBeyondTheLimitAreLeftOutAndTheLogSaysSo() throws Exception {
    tiny.frozenBlocks = 1;
    tiny.cacheLimit = 1_000;
    assertNull(tiny.run().headOnly());
    String log = Files.readString(tiny.output.resolve(TrainSpec.LOG));
    assertTrue(log.contains("no head alone is fitted"), log);
  }

  @Test
  void fromScratchEverythingIsTrainedFromFreshWeights() throws Exception {
    tiny.frozenBlocks = 0;
    tiny.fromScratch = true;
    tiny.bodyRate = 1e-2;
    tiny.epochs = 12;
    RecordingListener listener = new RecordingListener();
    TrainResult result = tiny.run(listener);
    assertEquals(0, result.parametersFrozen());
    assertNull(result.headOnly());
    List<Heartbeat.Point> losses = listener.series("train_loss");
    assertEquals(Math.log(2), losses.get(0).value(), 0.2, "it begins knowing nothing");
    assertTrue(losses.get(losses.size() - 1).value() < 0.4, losses.toString());
    assertTrue(result.test().share() > 0.8, "right: " + result.test());
    String card = new String(tiny.archived("README.md"), StandardCharsets.UTF_8);
    assertTrue(card.contains("fresh weights in the graph of `tiny`"), card);
    assertFalse(card.contains("base_model:"), card);
  }

  @Test
  void fromScratchTheSeedDecidesAndNothingOfTheBaseModelIsLeft() throws Exception {
    tiny.frozenBlocks = 0;
    tiny.fromScratch = true;
    tiny.headRate = 0;
    tiny.bodyRate = 0;
    tiny.epochs = 1;
    tiny.run();
    byte[] first = tiny.archived(TrainSpec.MODEL);
    Map<String, float[]> fresh = tiny.exported();
    tiny.run();
    assertArrayEquals(first, tiny.archived(TrainSpec.MODEL));
    tiny.seed++;
    tiny.run();
    Map<String, float[]> other = tiny.exported();
    tiny.fromScratch = false;
    tiny.run();
    Map<String, float[]> base = tiny.exported();
    int drawn = 0;
    for (Map.Entry<String, float[]> weight : fresh.entrySet()) {
      float[] values = weight.getValue();
      if (values.length >= 64 && !weight.getKey().startsWith("headstart.head")) {
        float[] before = base.get(weight.getKey());
        assertFalse(Arrays.equals(values, before), weight.getKey());
        if (values[0] != values[1]) {
          drawn++;
          assertFalse(Arrays.equals(values, other.get(weight.getKey())), weight.getKey());
        }
      }
    }
    assertTrue(drawn >= 5, "drawn: " + drawn);
  }

  @Test
  void settingsOfRunsThatTransferAreWrittenAsBeforeThereWasAChoice() throws Exception {
    assertFalse(Protocol.json().writeValueAsString(tiny.spec()).contains("fromScratch"));
    tiny.fromScratch = true;
    String json = Protocol.json().writeValueAsString(tiny.spec());
    assertTrue(json.contains("\"fromScratch\":true"), json);
    assertEquals(tiny.spec(), Protocol.json().readValue(json, TrainSpec.class));
  }

  @Test
  void picturesHaveBothBaselinesToo() throws Exception {
    PictureRun pictures = new PictureRun(folder);
    pictures.frozenBlocks = 17;
    pictures.epochs = 1;
    TrainResult opened = pictures.run();
    assertNotNull(opened.headOnly());
    assertEquals(16, opened.headOnly().total());
    assertTrue(opened.headOnly().correct() >= 14, opened.toString());
    pictures.frozenBlocks = 0;
    pictures.fromScratch = true;
    pictures.epochs = 8;
    RecordingListener listener = new RecordingListener();
    TrainResult scratch = pictures.run(listener);
    assertNull(scratch.headOnly());
    assertEquals(0, scratch.parametersFrozen());
    List<Heartbeat.Point> losses = listener.series("train_loss");
    assertTrue(losses.get(losses.size() - 1).value() < 0.4, losses.toString());
  }
}
