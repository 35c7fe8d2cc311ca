package io.headstart.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.AttemptEnded;
import io.headstart.worker.link.Work;
import io.headstart.worker.train.ReservedGpus;
import io.headstart.worker.train.TrainClassifier;
import io.headstart.worker.train.TrainFiles;
import io.headstart.worker.train.TrainListener;
import io.headstart.worker.train.TrainingFailed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job of kind {@link Protocol#TRAIN}: fetches the inputs, trains, uploads what came of it. */
final class TrainWork implements Work {
  private static final List<String> RESULTS =
      List.of(TrainSpec.ARCHIVE, TrainSpec.PREDICTIONS, TrainSpec.SERIES, TrainSpec.LOG);

  private final int gpus;

  /**
   * Training on what was reserved.
   *
   * @param gpus how many GPUs that is; without any it uses what the machine has
   */
  TrainWork(int gpus) {
    this.gpus = gpus;
  }

  @Override
  public JsonNode run(Attempt attempt) throws Exception {
    TrainSpec spec = Protocol.json().treeToValue(attempt.spec().settings(), TrainSpec.class);
    try {
      ReservedGpus.check(gpus);
    } catch (TrainingFailed e) {
      throw new AttemptEnded(e.exit(), e.reason(), e.sentence(), e);
    }
    attempt.log("Fetching the base model and the data.");
    boolean pictures = spec.modality() == Modality.PICTURES;
    TrainFiles files =
        new TrainFiles(
            attempt.input(TrainSpec.MODEL),
            pictures ? null : attempt.input(TrainSpec.TOKENIZER),
            pictures ? attempt.input(TrainSpec.PICTURES) : null,
            spec.source() == null ? null : attempt.input(TrainSpec.SOURCE),
            seen(spec, attempt),
            attempt.spec().inputs().containsKey(TrainSpec.FEATURES)
                ? attempt.input(TrainSpec.FEATURES)
                : null,
            attempt.input(TrainSpec.ROWS),
            Files.createDirectories(attempt.scratch().resolve("work")),
            Files.createDirectories(attempt.scratch().resolve("output")),
            attempt.resume());
    TrainResult result;
    try {
      result = new TrainClassifier(spec, files, new Reporter(attempt)).run();
    } catch (TrainingFailed e) {
      throw new AttemptEnded(e.exit(), e.reason(), e.sentence(), e);
    }
    attempt.log("Uploading the result.");
    for (String name : RESULTS) {
      attempt.upload(name, files.output().resolve(name));
    }
    Path features = files.output().resolve(TrainSpec.FEATURES);
    if (Files.exists(features)) {
      attempt.upload(TrainSpec.FEATURES, features);
    }
    return Protocol.json().valueToTree(result);
  }

  private static List<Path> seen(TrainSpec spec, Attempt attempt) throws InterruptedException {
    List<Path> seen = new ArrayList<>();
    TrainSpec.Source source = spec.source();
    for (int i = 1; source != null && i <= source.seen(); i++) {
      seen.add(attempt.input(TrainSpec.seen(i)));
    }
    return seen;
  }

  /** Passes on what the training says, and what the server answers. */
  private record Reporter(Attempt attempt) implements TrainListener {
    @Override
    public void progress(Heartbeat.Progress progress) {
      attempt.progress(progress);
    }

    @Override
    public void point(Heartbeat.Point point) {
      attempt.point(point);
    }

    @Override
    public void log(String text) {
      attempt.log(text);
    }

    @Override
    public Heartbeat.Directive directive() {
      return attempt.directive();
    }

    @Override
    public void checkpoint(int epoch, Map<String, Path> files) throws IOException {
      try {
        attempt.checkpoint(epoch, files);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the checkpoint was uploaded");
      }
    }
  }
}
