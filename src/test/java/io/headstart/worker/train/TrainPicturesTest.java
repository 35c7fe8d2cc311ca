package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainPicturesTest {
  /** Names a Python that has onnxruntime, numpy and Pillow. */
  private static final String PYTHON = "HEADSTART_TEST_PYTHON";

  @TempDir Path folder;
  private PictureRun pictures;

  @BeforeEach
  void draw() throws Exception {
    pictures = new PictureRun(folder);
  }

  @Test
  void itTellsShapesApartThatColoursCannot() throws Exception {
    pictures.epochs = 10;
    TrainResult result = pictures.run();
    assertTrue(result.test().correct() >= 14, result.toString());
    assertTrue(result.withoutTransfer().correct() <= 12, result.toString());
    assertEquals("colour histogram + logistic regression", result.withoutTransferBy());
    assertEquals(16, result.test().total());
    assertEquals(64, result.prefixExamples());
    assertEquals(64 * 1280 * 4, result.cacheBytes());
    assertEquals(2, result.weightsChanged().size(), "weight and bias of the head");
    assertTrue(result.waitedShare() >= 0 && result.waitedShare() <= 1);
    String log = Files.readString(pictures.output.resolve(TrainSpec.LOG));
    assertTrue(log.contains("steps waited for their data"), log);
  }

  @Test
  void blocksAboveTheCutChangeAndTheirFeaturesAreKept() throws Exception {
    pictures.frozenBlocks = 17;
    pictures.epochs = 1;
    TrainResult result = pictures.run();
    assertEquals(64 * 160 * 4, result.cacheBytes());
    assertTrue(
        result.weightsChanged().stream()
            .allMatch(name -> name.matches("(block\\.1[78]\\.|headstart\\.head\\.).*")),
        result.weightsChanged().toString());
    assertEquals(2 * (3 + 1 + 1), result.weightsChanged().size());
  }

  @Test
  void theSameSeedGivesTheSameBytesAlsoWithVariants() throws Exception {
    pictures.frozenBlocks = 0;
    pictures.epochs = 1;
    pictures.crop = 0.5;
    pictures.flip = true;
    pictures.colour = 0.3;
    TrainResult first = pictures.run();
    TrainResult second = pictures.run();
    assertEquals(first.modelSha256(), second.modelSha256());
    assertEquals(0, first.prefixExamples());
    pictures.crop = 1;
    assertNotEquals(first.modelSha256(), pictures.run().modelSha256());
  }

  @Test
  void everyVariantIsComputedOnceAndOnlyOfTrainingPictures() throws Exception {
    pictures.flip = true;
    pictures.views = 3;
    pictures.epochs = 4;
    TrainResult varied = pictures.run();
    assertEquals(64 + 2 * 32, varied.prefixExamples());
    assertEquals((64 + 2 * 32) * 1280 * 4, varied.cacheBytes());
    pictures.flip = false;
    assertEquals(64, pictures.run().prefixExamples());
  }

  @Test
  void beyondTheLimitTheFrozenPartIsComputedAgainWithLikeResults() throws Exception {
    TrainResult cached = pictures.run();
    pictures.cacheLimit = 1000;
    TrainResult again = pictures.run();
    assertFalse(again.featuresCached());
    assertEquals(cached.validationLoss(), again.validationLoss(), 1e-3);
  }

  @Test
  void aRunThatDiedGoesOnAndEndsAsAnUndisturbedOne() throws Exception {
    pictures.frozenBlocks = 18;
    pictures.flip = true;
    pictures.views = 2;
    pictures.epochs = 4;
    TrainResult straight = pictures.run();
    String series = Files.readString(pictures.output.resolve(TrainSpec.SERIES));
    Path checkpoint = folder.resolve("kept");
    TrainingFailed died =
        assertThrows(
            TrainingFailed.class,
            () -> pictures.run(new RecordingListener().dyingAfter(2, checkpoint)));
    assertEquals(ExitCode.CANCELLED, died.exit());
    pictures.resume = checkpoint;
    assertEquals(straight.modelSha256(), pictures.run().modelSha256());
    assertEquals(series, Files.readString(pictures.output.resolve(TrainSpec.SERIES)));
  }

  @Test
  void theExampleInPythonGivesTheSameAnswerForEveryPicture() throws Exception {
    String python = System.getenv(PYTHON);
    assumeTrue(
        python != null,
        "set "
            + PYTHON
            + " to a Python with onnxruntime, numpy and Pillow: python3 -m venv v &&"
            + " v/bin/pip install onnxruntime numpy Pillow");
    pictures.run();
    Path place = Files.createDirectories(folder.resolve("download"));
    Map<String, byte[]> archive = pictures.archive();
    assertEquals(
        List.of("README.md", "labels.json", "predict.py", "preprocessing.json", "model.onnx"),
        List.copyOf(archive.keySet()));
    for (Map.Entry<String, byte[]> entry : archive.entrySet()) {
      Files.write(place.resolve(entry.getKey()), entry.getValue());
    }
    for (Map.Entry<String, byte[]> picture : pictures.pictures().entrySet()) {
      Path file = place.resolve(picture.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, picture.getValue());
    }
    List<Prediction> predictions = pictures.predictions();
    List<String> command = new ArrayList<>(List.of(python, "predict.py"));
    predictions.forEach(prediction -> command.add(pictures.entry(prediction.id())));
    Path answers = folder.resolve("answers.jsonl");
    Process process =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor());
    List<String> lines = Files.readAllLines(answers);
    assertEquals(predictions.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      Prediction prediction = predictions.get(i);
      var said = Protocol.json().readTree(lines.get(i));
      assertEquals(PictureRun.CLASSES.get(prediction.predicted()), said.get("label").asText());
      double share = said.get("probabilities").get("standing").asDouble();
      assertEquals(prediction.probabilities().get(1), share, 1e-4, said.toString());
    }
  }

  @Test
  void anEncoderOfPicturesIsRefusedForTexts() {
    TrainingFailed failed =
        assertThrows(
            TrainingFailed.class,
            () -> {
              TrainFiles files =
                  new TrainFiles(
                      PictureRun.model(),
                      TinyRun.tokenizer(),
                      null,
                      null,
                      List.of(),
                      null,
                      Files.writeString(
                          folder.resolve("texts.jsonl"),
                          String.join(
                              "\n",
                              "{\"id\":1,\"split\":\"train\",\"label\":\"mail\",\"text\":\"a\"}",
                              "{\"id\":2,\"split\":\"train\",\"label\":\"shop\",\"text\":\"b\"}",
                              "{\"id\":3,\"split\":\"validation\",\"label\":\"shop\",\"text\":\"b\"}",
                              "{\"id\":4,\"split\":\"test\",\"label\":\"shop\",\"text\":\"b\"}")),
                      folder,
                      folder,
                      null);
              new TrainClassifier(new TinyRun(folder).spec(), files, new RecordingListener()).run();
            });
    assertEquals("base-model-refused", failed.reason());
    assertTrue(failed.sentence().contains("It reads pictures; this data set holds text."));
  }
}
