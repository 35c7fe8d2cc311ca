package io.headstart.pages;

import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What workers might say, for the pages' sake. */
final class SaidByWorkers {
  private SaidByWorkers() {}

  /** Test answers of a run that opened blocks; every so many examples it errs. */
  static List<Prediction> opened(int first) {
    return IntStream.range(first, first + 120)
        .mapToObj(
            i -> {
              int wrong = 1 - i % 2;
              int right = i % 2;
              return new Prediction(
                  i,
                  Split.TEST,
                  right,
                  i % 12 == 0 ? wrong : right,
                  List.of(0.5f, 0.5f),
                  i % 4 == 0 ? wrong : right,
                  (Integer) (i % 10 == 0 ? wrong : right));
            })
        .toList();
  }

  /** Lines of a log, some minutes and an hour after the beginning. */
  static List<Heartbeat.LogLine> log() {
    return List.of(
        new Heartbeat.LogLine(1, 6_417, "Reads 28 texts"),
        new Heartbeat.LogLine(2, 754_902, "The first epoch has ended"),
        new Heartbeat.LogLine(3, 4_511_008, "Writes 9 files"));
  }

  /** What a worker says of so many steps in two epochs. */
  static List<Heartbeat.Point> curves(int steps) {
    List<Heartbeat.Point> points = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      points.add(
          new Heartbeat.Point(
              "train_loss", step, 1 + 2 * step / (steps + 1), 0.1 + 0.6 / Math.sqrt(step)));
    }
    for (int epoch = 1; epoch <= 2; epoch++) {
      int step = steps * epoch / 2;
      points.add(new Heartbeat.Point("validation_loss", step, epoch, 0.35 / epoch));
      points.add(new Heartbeat.Point("validation_accuracy", step, epoch, 1 - 0.2 / epoch));
    }
    return points;
  }
}
