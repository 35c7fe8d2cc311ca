package io.headstart.worker.train;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.baseline.Baseline;
import io.headstart.worker.baseline.LinearHead;
import io.headstart.worker.export.ModelArchive;
import io.headstart.worker.export.OnnxMetadata;
import io.headstart.worker.graph.Param;
import io.headstart.worker.graph.TrainableNetwork;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.Sample;
import io.headstart.worker.task.Score;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows training: answers of the best epoch, baselines, files, result. */
final class Finish {
  private static final List<Split> JUDGED = List.of(Split.VALIDATION, Split.TEST);
  private static final int SHARES = 1000;

  private final TrainSpec spec;
  private final TrainFiles files;
  private final Task task;
  private final Examples examples;
  private final Journal journal;
  private final Monitor monitor;

  Finish(
      TrainSpec spec,
      TrainFiles files,
      Task task,
      Examples examples,
      Journal journal,
      Monitor monitor) {
    this.spec = spec;
    this.files = files;
    this.task = task;
    this.examples = examples;
    this.journal = journal;
    this.monitor = monitor;
  }

  /**
   * The engine holds the best epoch's parameters.
   *
   * @param alone the head on the base model's own features, where more than it was trained
   * @param seen test examples that a run before this one has learned from; null: can't be told
   */
  TrainResult result(
      TrainableNetwork network,
      Engine engine,
      @Nullable FrozenFeatures features,
      @Nullable LinearHead alone,
      Training training,
      Training.Ended ended,
      double waitedShare,
      @Nullable Long seen)
      throws IOException, TrainingFailed, RowsUnusable {
    monitor.begin("baseline", "rows", SHARES);
    Baseline without = task.baseline(examples);
    Baseline.Answers baseline =
        without.answer(share -> monitor.advance(Math.round(share * SHARES), 0));
    Baseline.Answers headOnly = null;
    if (alone != null) {
      monitor.begin("baseline", "rows", SHARES);
      headOnly = alone.answer(share -> monitor.advance(Math.round(share * SHARES), 0));
      journal.log(
          String.format(
              Locale.ROOT,
              "fitted the head alone to the base model's features; %d numbers each",
              headOnly.terms()));
    }
    monitor.end("baseline");
    monitor.begin("export", "examples", judged().size());
    Map<Split, Map<Integer, float[]>> answers = new EnumMap<>(Split.class);
    for (Split split : JUDGED) {
      answers.put(split, training.answers(split));
      monitor.advance(answers.values().stream().mapToLong(Map::size).sum(), 0);
    }
    writePredictions(answers, baseline, headOnly);
    Map<String, float[]> weights = engine.weights();
    Path onnx = files.scratch().resolve("trained.onnx");
    network.writeOnnx(onnx, weights, OnnxMetadata.of(spec));
    ModelArchive archive = new ModelArchive(spec, onnx, files.tokenizer());
    Score validation =
        training.score(Split.VALIDATION, answers.getOrDefault(Split.VALIDATION, Map.of()));
    Score test = training.score(Split.TEST, answers.getOrDefault(Split.TEST, Map.of()));
    monitor.end("export");
    TrainResult result =
        new TrainResult(
            ended.state().bestEpoch(),
            ended.state().epoch(),
            ended.stopped(),
            validation.count(),
            test.count(),
            validation.meanLoss(),
            test.meanLoss(),
            majority(),
            right(baseline),
            without.name(),
            TrainClassifier.count(network, false),
            TrainClassifier.count(network, true),
            features == null ? 0 : features.computed(),
            features == null ? 0 : features.bytes(),
            features == null || features.cached(),
            examples.cut(),
            archive.modelSha256(),
            Device.describe(),
            monitor.seconds(),
            changed(network, weights),
            waitedShare,
            headOnly == null ? null : right(headOnly),
            ended.outOfPatience(),
            Device.peakBytes(),
            seen,
            featuresFrom(features));
    archive.write(files.output().resolve(TrainSpec.ARCHIVE), result, examples.splits());
    Files.delete(onnx);
    logResult(result);
    return result;
  }

  private @Nullable Long featuresFrom(@Nullable FrozenFeatures features) {
    TrainSpec.Features asked = spec.features();
    return features == null || asked == null || features.computed() > 0 ? null : asked.from();
  }

  private List<Sample> judged() {
    List<Sample> judged = new ArrayList<>();
    JUDGED.forEach(split -> judged.addAll(examples.of(split)));
    return judged;
  }

  private void writePredictions(
      Map<Split, Map<Integer, float[]>> answers,
      Baseline.Answers baseline,
      Baseline.@Nullable Answers headOnly)
      throws IOException {
    ObjectWriter json = Protocol.json().writerFor(Prediction.class);
    try (BufferedWriter out =
        Files.newBufferedWriter(files.output().resolve(TrainSpec.PREDICTIONS))) {
      for (Sample example : judged()) {
        float[] logits =
            answers
                .getOrDefault(example.split(), Map.of())
                .getOrDefault(example.index(), new float[0]);
        out.write(
            json.writeValueAsString(
                new Prediction(
                    example.id(),
                    example.split(),
                    example.label(),
                    Score.best(logits),
                    Score.softmax(logits),
                    baseline.byId().getOrDefault(example.id(), -1),
                    headOnly == null ? null : headOnly.byId().get(example.id()))));
        out.write('\n');
      }
    }
  }

  private TrainResult.Count majority() {
    List<Sample> test = examples.of(Split.TEST);
    int majority = examples.splits().majority(spec.classes().size());
    long right = test.stream().filter(example -> example.label() == majority).count();
    return new TrainResult.Count(right, test.size());
  }

  private TrainResult.Count right(Baseline.Answers baseline) {
    List<Sample> test = examples.of(Split.TEST);
    long right =
        test.stream()
            .filter(example -> baseline.byId().getOrDefault(example.id(), -1) == example.label())
            .count();
    return new TrainResult.Count(right, test.size());
  }

  /** Names of weights whose bytes are no longer those of the beginning. */
  private static List<String> changed(TrainableNetwork network, Map<String, float[]> weights) {
    List<String> changed = new ArrayList<>();
    for (Param param : network.parameters()) {
      float[] now = weights.get(param.attribute());
      if (now != null && !sameBits(now, network.initial(param.attribute()))) {
        changed.add(param.onnxName());
      }
    }
    return changed;
  }

  private static boolean sameBits(float[] a, float[] b) {
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }

  private void logResult(TrainResult result) throws IOException {
    TrainResult.Count headOnly = result.headOnly();
    journal.log(
        String.format(
            Locale.ROOT,
            "kept epoch %d; test: %d of %d right, %s%s %d, largest class %d",
            result.bestEpoch(),
            result.test().correct(),
            result.test().total(),
            headOnly == null ? "" : TrainResult.HEAD_ONLY + " " + headOnly.correct() + ", ",
            result.withoutTransferBy(),
            result.withoutTransfer().correct(),
            result.majority().correct()));
  }
}
