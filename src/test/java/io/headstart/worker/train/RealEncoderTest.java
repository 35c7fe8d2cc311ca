package io.headstart.worker.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue's encoder knows from its pre-training what few examples can't teach. */
class RealEncoderTest {
  private static final List<String> SPORT =
      List.of(
          "The team won the final",
          "A late goal decided the game",
          "Fans filled the stadium",
          "The striker scored twice",
          "She lost the tennis final",
          "Their goalkeeper was injured",
          "He set a record over a mile",
          "The referee showed a red card",
          "Rain stopped the cricket",
          "The cyclist took the yellow jersey",
          "A penalty in extra time",
          "The coach was dismissed");
  private static final List<String> MONEY =
      List.of(
          "The bank raised its rates",
          "Shares fell after the report",
          "The firm cut its forecast",
          "Investors sold bonds",
          "The merger was approved",
          "Inflation slowed in May",
          "Unemployment rose again",
          "The company paid no dividend",
          "Oil prices climbed",
          "A tax on imports was announced",
          "Profits doubled last year",
          "The pound lost value");

  @TempDir Path folder;

  @Test
  void aHeadOnTheFrozenEncoderTellsTopicsApartByWordsThatItWasNeverTaught() throws Exception {
    StringBuilder lines = new StringBuilder();
    int id = 0;
    for (int i = 0; i < SPORT.size(); i++) {
      Split split = i < 5 ? Split.TRAIN : i < 8 ? Split.VALIDATION : Split.TEST;
      for (Example row :
          List.of(
              new Example(++id, split, "sport", SPORT.get(i)),
              new Example(++id, split, "money", MONEY.get(i)))) {
        lines.append(Protocol.json().writeValueAsString(row)).append('\n');
      }
    }
    TrainSpec spec =
        new TrainSpec(
            1,
            "minilm-l6",
            "",
            "mean",
            List.of("money", "sport"),
            "topics",
            "",
            7,
            3e-2,
            0,
            20,
            4,
            1,
            128,
            0.01,
            0.1,
            1.0,
            1 << 20,
            null,
            null,
            false,
            0,
            0,
            false,
            null,
            null);
    TrainFiles files =
        new TrainFiles(
            resource("/all-minilm-l6-v2.onnx"),
            resource("/all-minilm-l6-v2-tokenizer.json"),
            null,
            null,
            List.of(),
            null,
            Files.writeString(folder.resolve("rows.jsonl"), lines),
            folder,
            folder,
            null);
    TrainResult result = new TrainClassifier(spec, files, new RecordingListener()).run();
    assertEquals(24, result.prefixExamples());
    assertEquals(770, result.parametersTrained());
    assertEquals(22_565_376, result.parametersFrozen());
    assertEquals(8, result.test().total());
    assertTrue(result.test().correct() >= 7, result.toString());
  }

  private Path resource(String name) throws Exception {
    Path file = folder.resolve(name.substring(1));
    try (InputStream in = RealEncoderTest.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file;
  }
}
