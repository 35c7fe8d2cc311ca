package io.headstart.worker.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.link.Attempt;
import io.headstart.worker.link.AttemptEnded;
import io.headstart.worker.link.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job of kind {@link Protocol#TRAIN}: fetches model, tokenizer and rows, trains, and uploads what
 * a run leaves. Each epoch's checkpoint lies under a name of its own, since an object is never
 * written twice.
 */
public final class TrainWork implements Work {
  private static final List<String> RESULTS =
      List.of(TrainSpec.ARCHIVE, TrainSpec.PREDICTIONS, TrainSpec.SERIES, TrainSpec.LOG);

  @Override
  public JsonNode run(Attempt attempt) throws Exception {
    TrainSpec spec = Protocol.json().treeToValue(attempt.spec().settings(), TrainSpec.class);
    attempt.progress(new Heartbeat.Progress("reading", 0, 0, "bytes", 0, spec.epochs(), null));
    Path output = Files.createDirectory(attempt.scratch().resolve("output"));
    TrainFiles files =
        new TrainFiles(
            attempt.input(TrainSpec.MODEL),
            attempt.input(TrainSpec.TOKENIZER),
            attempt.input(TrainSpec.ROWS),
            attempt.scratch(),
            output,
            resumeFolder(attempt));
    try {
      TrainResult result = new TrainText(spec, files, new Told(attempt)).run();
      for (String name : RESULTS) {
        attempt.goOn();
        attempt.upload(name, output.resolve(name));
      }
      return Protocol.json().valueToTree(result);
    } catch (TrainingFailed e) {
      throw new AttemptEnded(e.exit(), e.reason(), e.sentence(), e);
    }
  }

  /** The checkpoint's files under their plain names, or null to begin. */
  private static @Nullable Path resumeFolder(Attempt attempt)
      throws IOException, InterruptedException {
    Map<String, Path> files = attempt.checkpoint();
    if (files.isEmpty()) {
      return null;
    }
    Path folder = Files.createDirectory(attempt.scratch().resolve("resume"));
    for (var file : files.entrySet()) {
      String name = file.getKey().substring(file.getKey().lastIndexOf('/') + 1);
      Files.move(file.getValue(), folder.resolve(name));
    }
    return folder;
  }

  /** Hands on to the attempt what training tells. */
  private record Told(Attempt attempt) implements TrainListener {
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
      attempt.goOn();
      return attempt.directive();
    }

    @Override
    public void checkpoint(int epoch, Map<String, Path> files) throws IOException {
      Map<String, Path> named = new LinkedHashMap<>();
      files.forEach(
          (name, file) ->
              named.put(String.format(Locale.ROOT, "checkpoints/%04d/%s", epoch, name), file));
      try {
        attempt.checkpoint(epoch, named);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AttemptEnded(
            ExitCode.CANCELLED, "interrupted", "The run was ended while it wrote a checkpoint.", e);
      }
    }
  }
}
