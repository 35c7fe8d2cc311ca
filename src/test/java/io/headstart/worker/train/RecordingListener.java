package io.headstart.worker.train;

import io.headstart.protocol.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what a run says, copies one epoch's checkpoint, and answers as the test wants. */
public final class RecordingListener implements TrainListener {
  final List<Heartbeat.Progress> progress = new ArrayList<>();
  final List<Heartbeat.Point> points = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final List<Integer> checkpoints = new ArrayList<>();
  private Heartbeat.Directive after = Heartbeat.Directive.CONTINUE;
  private long afterPoints = Long.MAX_VALUE;
  private int keptEpoch;
  private Path keptIn = Path.of("");

  /** Answers so once this many points were seen. */
  RecordingListener answering(Heartbeat.Directive directive, long afterPoints) {
    this.after = directive;
    this.afterPoints = afterPoints;
    return this;
  }

  /** Copies the checkpoint of an epoch and cancels the run right behind it. */
  RecordingListener dyingAfter(int epoch, Path folder) {
    this.keptEpoch = epoch;
    this.keptIn = folder;
    return this;
  }

  @Override
  public void progress(Heartbeat.Progress update) {
    progress.add(update);
  }

  @Override
  public void point(Heartbeat.Point point) {
    points.add(point);
  }

  @Override
  public void log(String text) {
    log.add(text);
  }

  @Override
  public Heartbeat.Directive directive() {
    if (keptEpoch > 0 && checkpoints.contains(keptEpoch)) {
      return Heartbeat.Directive.CANCEL;
    }
    return points.size() >= afterPoints ? after : Heartbeat.Directive.CONTINUE;
  }

  @Override
  public void checkpoint(int epoch, Map<String, Path> files) throws IOException {
    checkpoints.add(epoch);
    if (epoch == keptEpoch) {
      Files.createDirectories(keptIn);
      for (Map.Entry<String, Path> file : files.entrySet()) {
        Files.copy(file.getValue(), keptIn.resolve(file.getKey()));
      }
    }
  }

  List<Heartbeat.Point> series(String name) {
    return points.stream().filter(point -> point.series().equals(name)).toList();
  }
}
