package io.headstart.worker.export;

import io.headstart.protocol.Example;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.train.RecordingListener;
import io.headstart.worker.train.TrainClassifier;
import io.headstart.worker.train.TrainFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run that tells a few sentences on sport from some on money. */
final class TopicRun {
  private static final List<String> SPORT =
      List.of(
          "The team won the final",
          "A late goal decided the game, which nobody in the full stadium had expected any more",
          "Fans filled the stadium",
          "The striker scored twice",
          "She lost the tennis final",
          "Their goalkeeper was injured",
          "He set a record over a mile");
  private static final List<String> MONEY =
      List.of(
          "The bank raised its rates",
          "Shares fell after the report",
          "The firm cut its forecast",
          "Investors sold bonds",
          "The merger was approved",
          "Inflation slowed in May",
          "Unemployment rose again, so that the budget has to be written anew before the summer");

  private final Path folder;
  private final List<Example> rows = new ArrayList<>();

  TopicRun(Path folder, String encoder, String pooling, int frozenBlocks) throws Exception {
    this.folder = folder;
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SPORT.size(); i++) {
      Split split = i == 0 || i == 6 ? Split.TRAIN : i < 3 ? Split.VALIDATION : Split.TEST;
      rows.add(new Example(2 * i + 1, split, "sport", SPORT.get(i)));
      rows.add(new Example(2 * i + 2, split, "money", MONEY.get(i)));
    }
    for (Example row : rows) {
      lines.append(Protocol.json().writeValueAsString(row)).append('\n');
    }
    TrainFiles files =
        new TrainFiles(
            resource("/" + encoder + ".onnx"),
            resource("/" + encoder + "-tokenizer.json"),
            null,
            null,
            List.of(),
            null,
            Files.writeString(folder.resolve("rows.jsonl"), lines),
            folder,
            folder,
            null);
    new TrainClassifier(spec(encoder, pooling, frozenBlocks), files, new RecordingListener()).run();
  }

  private static TrainSpec spec(String encoder, String pooling, int frozenBlocks) {
    return new TrainSpec(
        1,
        encoder,
        "",
        pooling,
        List.of("money", "sport"),
        "topics",
        "",
        frozenBlocks,
        1e-2,
        1e-4,
        2,
        4,
        1,
        12,
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
  }

  Path archive() {
    return folder.resolve(TrainSpec.ARCHIVE);
  }

  List<Prediction> predictions() throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(TrainSpec.PREDICTIONS))) {
      predictions.add(Protocol.json().readValue(line, Prediction.class));
    }
    return predictions;
  }

  String text(long id) {
    return rows.get(Math.toIntExact(id) - 1).text();
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name.substring(1));
    try (InputStream in = TopicRun.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file;
  }
}
