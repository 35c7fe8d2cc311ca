package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features of the frozen part that one run leaves for the next. */
class KeptFeaturesTest {
  private static final long ENOUGH = 1L << 30;

  @TempDir Path folder;

  private TinyRun tiny;

  @BeforeEach
  void aRun() {
    tiny = new TinyRun(folder);
    tiny.features = new TrainSpec.Features(ENOUGH, null);
  }

  /** Runs, and gives the next run what this one has kept. */
  private TrainResult runAndPassOn() throws Exception {
    TrainResult result = tiny.run();
    passOn(Files.copy(tiny.output.resolve(TrainSpec.FEATURES), folder.resolve("kept")));
    return result;
  }

  private void passOn(Path file) {
    tiny.kept = file;
    tiny.features = new TrainSpec.Features(ENOUGH, 7L);
  }

  @Test
  void theNextRunComputesNothingAndLearnsTheSame() throws Exception {
    TrainResult first = runAndPassOn();
    assertEquals(80, first.prefixExamples());
    assertNull(first.featuresFrom());
    byte[] model = tiny.archived("model.onnx");

    RecordingListener listener = new RecordingListener();
    TrainResult again = tiny.run(listener);
    assertEquals(0, again.prefixExamples());
    assertEquals(7L, again.featuresFrom());
    assertTrue(again.featuresCached());
    assertEquals(first.cacheBytes(), again.cacheBytes());
    assertFalse(
        listener.progress.stream().map(Heartbeat.Progress::phase).anyMatch("prefix"::equals));
    assertFalse(again.seconds().containsKey("prefix"));
    assertArrayEquals(model, tiny.archived("model.onnx"), "to the last bit");
    assertFalse(Files.exists(tiny.output.resolve(TrainSpec.FEATURES)), "it is there already");
  }

  @Test
  void anotherSeedAndOtherRatesReadTheSameFeatures() throws Exception {
    runAndPassOn();
    tiny.seed = 6;
    tiny.headRate = 2e-2;
    tiny.epochs = 3;
    TrainResult other = tiny.run();
    assertEquals(7L, other.featuresFrom());
    tiny.kept = null;
    tiny.features = null;
    byte[] model = tiny.archived("model.onnx");
    assertEquals(80, tiny.run().prefixExamples());
    assertArrayEquals(model, tiny.archived("model.onnx"));
  }

  @Test
  void viewsOfPicturesAreKeptToo() throws Exception {
    PictureRun pictures = new PictureRun(folder);
    pictures.flip = true;
    pictures.views = 2;
    pictures.features = new TrainSpec.Features(ENOUGH, null);
    TrainResult first = pictures.run();
    assertEquals(64 + 32, first.prefixExamples());
    pictures.kept = Files.copy(pictures.output.resolve(TrainSpec.FEATURES), folder.resolve("kept"));
    pictures.features = new TrainSpec.Features(ENOUGH, 3L);
    TrainResult again = pictures.run();
    assertEquals(0, again.prefixExamples());
    assertEquals(3L, again.featuresFrom());
    assertEquals(first.modelSha256(), again.modelSha256());
  }

  @Test
  void whatIsTooLargeOrNotAskedForIsNotKept() throws Exception {
    TrainResult result = tiny.run();
    tiny.features = new TrainSpec.Features(result.cacheBytes() - 1, null);
    tiny.run();
    assertFalse(Files.exists(tiny.output.resolve(TrainSpec.FEATURES)));
    tiny.features = null;
    tiny.run();
    assertFalse(Files.exists(tiny.output.resolve(TrainSpec.FEATURES)));
  }

  @Test
  void whatAnotherKindOfMachineComputedIsComputedAgainAndKept() throws Exception {
    runAndPassOn();
    rewritten("device cpu", "device gpu");
    TrainResult again = tiny.run();
    assertEquals(80, again.prefixExamples());
    assertNull(again.featuresFrom());
    assertTrue(Files.exists(tiny.output.resolve(TrainSpec.FEATURES)));
  }

  @Test
  void whatIsNoFileOfTheseExamplesIsComputedAgain() throws Exception {
    runAndPassOn();
    byte[] whole = Files.readAllBytes(tiny.kept);
    for (byte[] damaged :
        new byte[][] {
          {}, {1, 2, 3}, Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, 1000),
        }) {
      passOn(Files.write(folder.resolve("kept"), damaged));
      assertEquals(80, tiny.run().prefixExamples());
    }
    passOn(Files.write(folder.resolve("kept"), whole));
    rewritten("\"examples\":80", "\"examples\":79");
    assertEquals(80, tiny.run().prefixExamples());
    passOn(Files.write(folder.resolve("kept"), whole));
    tiny.rows = TinyRun.rows(48, 16, 17);
    assertEquals(81, tiny.run().prefixExamples());
  }

  @Test
  void damagedValuesAreNeverLearnedFrom() throws Exception {
    runAndPassOn();
    byte[] bytes = Files.readAllBytes(tiny.kept);
    bytes[100] ^= 1;
    Files.write(tiny.kept, bytes);
    TrainingFailed failed = assertThrows(TrainingFailed.class, tiny::run);
    assertEquals("features-damaged", failed.reason());
    assertEquals(ExitCode.TRANSIENT, failed.exit());
  }

  private void rewritten(String from, String to) throws IOException {
    String text = Files.readString(tiny.kept, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from), "the file says " + from);
    Files.writeString(tiny.kept, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }
}
