package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Example;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished model as the beginning of the next run. */
class FromAnEarlierRunTest {
  private static final String HEAD = "headstart.head.weight";

  @TempDir Path folder;

  @Test
  void whatStandsStillIsTheEarlierModelHeadIncluded() throws Exception {
    TinyRun first = first();
    first.run();
    TinyRun next = after(first, true);
    next.headRate = 0;
    next.bodyRate = 0;
    next.epochs = 1;
    next.run();
    Map<String, float[]> before = first.exported();
    next.exported().forEach((name, values) -> assertArrayEquals(before.get(name), values, name));
    assertEquals(probabilities(first), probabilities(next));
  }

  @Test
  void aNewHeadIsDrawnWhereTheEarlierOneDoesNotFit() throws Exception {
    TinyRun first = first();
    first.run();
    TinyRun next = after(first, false);
    next.headRate = 0;
    next.bodyRate = 0;
    next.epochs = 1;
    next.run();
    Map<String, float[]> before = first.exported();
    Map<String, float[]> now = next.exported();
    assertFalse(Arrays.equals(before.get(HEAD), now.get(HEAD)));
    now.forEach(
        (name, values) -> {
          if (!name.startsWith("headstart.head")) {
            assertArrayEquals(before.get(name), values, name);
          }
        });
  }

  /** Two epochs more begin where the earlier run ended and not where the base model was. */
  @Test
  void goingOnLowersTheLossFurther() throws Exception {
    TinyRun first = first();
    TrainResult once = first.run();
    TrainResult twice = after(first, true).run();
    assertTrue(
        twice.validationLoss() < once.validationLoss(),
        twice.validationLoss() + " after " + once.validationLoss());
  }

  @Test
  void testExamplesThatWereLearnedFromAreCounted() throws Exception {
    TinyRun first = first();
    first.run();
    TinyRun next = after(first, true);
    List<Example> learned = new ArrayList<>();
    List<Example> test = next.rows.stream().filter(row -> row.split() == Split.TEST).toList();
    for (int i = 0; i < 3; i++) {
      String text = "  " + test.get(i).text().toUpperCase(Locale.ROOT);
      learned.add(new Example(i + 1, i == 0 ? Split.VALIDATION : Split.TRAIN, "mail", text));
    }
    learned.add(new Example(4, Split.TEST, "mail", test.get(3).text()));
    next.seen = List.of(rows(learned));
    next.source = new TrainSpec.Source(11, true, 1);
    TrainResult result = next.run();
    assertEquals(3, result.testSeen());
    String card = new String(next.archived("README.md"), StandardCharsets.UTF_8);
    assertTrue(card.contains("3 of the 16 test examples are among those"), card);
    assertTrue(card.contains("those of run 11, head included"), card);
  }

  @Test
  void whatCannotBeToldIsNotSaidToBeNone() throws Exception {
    TinyRun first = first();
    assertEquals(0, first.run().testSeen());
    TinyRun next = after(first, true);
    next.source = new TrainSpec.Source(11, true, -1);
    assertNull(next.run().testSeen());
  }

  @Test
  void anotherModelIsRefusedByTheNameOfItsWeight() throws Exception {
    TinyRun next = new TinyRun(folder);
    next.source = new TrainSpec.Source(11, true, 0);
    next.sourceArchive = folder.resolve("other.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(next.sourceArchive))) {
      zip.putNextEntry(new ZipEntry(TrainSpec.MODEL));
      Files.copy(PictureRun.model(), zip);
    }
    TrainingFailed failed = assertThrows(TrainingFailed.class, next::run);
    assertEquals(ExitCode.BAD_INPUT, failed.exit());
    assertTrue(failed.sentence().contains("made of another base model"), failed.sentence());
  }

  private static List<List<Float>> probabilities(TinyRun run) throws IOException {
    return run.predictions().stream().map(Prediction::probabilities).toList();
  }

  private TinyRun first() {
    return run("first");
  }

  private TinyRun run(String name) {
    TinyRun run = new TinyRun(folder.resolve(name));
    run.frozenBlocks = 1;
    return run;
  }

  private TinyRun after(TinyRun first, boolean keepsHead) {
    TinyRun next = run("next");
    next.source = new TrainSpec.Source(11, keepsHead, 0);
    next.sourceArchive = first.output.resolve(TrainSpec.ARCHIVE);
    next.seed = 6;
    return next;
  }

  private Path rows(List<Example> rows) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Example row : rows) {
      lines.append(Protocol.json().writeValueAsString(row)).append('\n');
    }
    return Files.writeString(folder.resolve("seen.jsonl"), lines);
  }
}
