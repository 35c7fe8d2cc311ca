package io.headstart.worker.train;

import ai.djl.engine.EngineException;
import io.headstart.modelfile.onnx.UnreadableModelFile;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Modality;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.baseline.LinearHead;
import io.headstart.worker.graph.BaseNetwork;
import io.headstart.worker.graph.ModelRefused;
import io.headstart.worker.graph.Param;
import io.headstart.worker.graph.TrainableNetwork;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a classifier of texts or pictures from local files to local files: reads, computes the
 * frozen part once, trains, answers validation and test, computes the baselines, exports. The same
 * settings and files give the same {@code model.onnx}, also when the run was resumed from a
 * checkpoint in between.
 *
 * <p>To be called in one thread from begin to end.
 */
public final class TrainClassifier {
  private static final String DISK_FULL =
      "The disk of the machine that the worker runs on is full. Free some space there, or lower the"
          + " limit of the feature cache; the run is tried again.";

  private final TrainSpec spec;
  private final TrainFiles files;
  private final TrainListener listener;
  private final Task task;

  /** Prepares a run; nothing is read yet. */
  public TrainClassifier(TrainSpec spec, TrainFiles files, TrainListener listener) {
    this.spec = spec;
    this.files = files;
    this.listener = listener;
    PictureSettings pictures = spec.pictures();
    this.task =
        pictures == null ? new TextTask(spec, files) : new PictureTask(spec, pictures, files);
  }

  /**
   * Runs it to its end.
   *
   * @return the result; the files that it speaks of lie in {@link TrainFiles#output()}
   * @throws TrainingFailed when it can't go on or is cancelled
   * @throws IOException when a local file can't be written or read
   */
  public TrainResult run() throws TrainingFailed, IOException {
    Path resume = files.resume();
    Path earlier = resume == null ? null : resume.resolve(Checkpoint.SERIES);
    try (Journal journal = new Journal(listener, files.output(), earlier)) {
      try {
        return run(journal);
      } catch (TrainingFailed e) {
        journal.log(e.sentence());
        throw e;
      } catch (RowsUnusable e) {
        throw logged(journal, ExitCode.BAD_INPUT, e.reason(), String.valueOf(e.getMessage()), e);
      } catch (ModelRefused | UnreadableModelFile e) {
        String sentence = "The base model can't be trained: " + e.getMessage();
        throw logged(journal, ExitCode.BAD_INPUT, "base-model-refused", sentence, e);
      } catch (OutOfMemoryError e) {
        throw logged(journal, ExitCode.OUT_OF_MEMORY, "out-of-memory", outOfMemory(), e);
      } catch (EngineException e) {
        Optional<TrainingFailed> failed = explained(journal, e);
        if (failed.isPresent()) {
          throw failed.get();
        }
        throw e;
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("No space left on device")) {
          throw logged(journal, ExitCode.TRANSIENT, "disk-full", DISK_FULL, e);
        }
        throw e;
      }
    }
  }

  private Optional<TrainingFailed> explained(Journal journal, EngineException e)
      throws IOException {
    if (Engine.saysOutOfMemory(e)) {
      return Optional.of(
          logged(journal, ExitCode.OUT_OF_MEMORY, "out-of-memory", outOfMemory(), e));
    }
    if (Engine.saysOutOfRange(e)) {
      String sentence =
          String.format(
              Locale.ROOT,
              "The base model can't read texts of %d tokens, or its tokenizer belongs to another"
                  + " model. Cut texts at fewer tokens, or import the base model again with its own"
                  + " tokenizer.json.",
              spec.maxTokens());
      return Optional.of(logged(journal, ExitCode.BAD_INPUT, "token-out-of-range", sentence, e));
    }
    return Optional.empty();
  }

  private static TrainingFailed logged(
      Journal journal, ExitCode exit, String reason, String sentence, Throwable cause)
      throws IOException {
    journal.log(sentence);
    return new TrainingFailed(exit, reason, sentence, cause);
  }

  private String outOfMemory() {
    return String.format(
        Locale.ROOT,
        "The worker ran out of memory. Choose a smaller batch size than %d, %s, or keep more than"
            + " %d blocks frozen.",
        spec.batchSize(),
        task.lessMemory(),
        spec.frozenBlocks());
  }

  private TrainResult run(Journal journal) throws TrainingFailed, IOException, RowsUnusable {
    Monitor monitor = new Monitor(listener, spec.epochs());
    monitor.begin("reading", "rows", 0);
    try (Examples examples = task.examples();
        Ahead ahead = new Ahead(examples)) {
      monitor.advance(examples.all().size(), 0);
      journal.log(task.read(examples));
      return run(journal, monitor, examples, ahead);
    }
  }

  private TrainResult run(Journal journal, Monitor monitor, Examples examples, Ahead ahead)
      throws TrainingFailed, IOException, RowsUnusable {
    BaseNetwork base = BaseNetwork.read(files.model());
    requireThatItReads(base);
    TrainableNetwork network = new FirstWeights(spec, files, journal).on(base);
    Long seen = new SeenBefore(spec, files).inTest();
    boolean bodyTrained = network.parameters().stream().anyMatch(p -> !p.frozen() && !p.head());
    try (Engine engine =
        new Engine(
            network,
            base.inputs(),
            files.scratch(),
            spec.weightDecay(),
            spec.clipNorm(),
            target(examples))) {
      monitor.end("load");
      logNetwork(journal, network);
      try (FrozenFeatures features = frozen(journal, monitor, examples, ahead, network, engine);
          LinearHead alone =
              bodyTrained && !spec.fromScratch()
                  ? new HeadVectors(spec, files, journal, monitor)
                      .compute(network, engine, features, examples, ahead)
                  : null) {
        // Only now: until here the engine holds the weights that training begins with.
        Checkpoint checkpoint = new Checkpoint(files.scratch(), spec);
        Checkpoint.State from = begin(journal, checkpoint, engine);
        Training training =
            new Training(spec, examples, ahead, engine, features, bodyTrained, journal, monitor);
        Training.Ended ended = training.run(from, checkpoint, listener);
        monitor.end("train");
        double waited = waitedShare(journal, monitor, ahead);
        checkpoint.restoreBest(engine);
        TrainResult result =
            new Finish(spec, files, task, examples, journal, monitor)
                .result(network, engine, features, alone, training, ended, waited, seen);
        keep(journal, features);
        return result;
      }
    }
  }

  private Target target(Examples examples) {
    int classes = spec.classes().size();
    if (!spec.balanced()) {
      return Target.even(classes, spec.labelSmoothing());
    }
    long[] counts = new long[classes];
    examples.of(Split.TRAIN).forEach(sample -> counts[sample.label()]++);
    return Target.balanced(counts, spec.labelSmoothing());
  }

  private Checkpoint.State begin(Journal journal, Checkpoint checkpoint, Engine engine)
      throws IOException, TrainingFailed {
    Path resume = files.resume();
    if (resume == null) {
      return checkpoint.begin();
    }
    Checkpoint.State from = checkpoint.resume(resume, engine);
    journal.log("resumed from the checkpoint of epoch " + from.epoch());
    return from;
  }

  private void requireThatItReads(BaseNetwork base) {
    if (base.modality() != task.modality()) {
      throw new ModelRefused(
          "It reads "
              + (base.modality() == Modality.TEXT ? "text" : "pictures")
              + "; this data set holds "
              + (task.modality() == Modality.TEXT ? "text" : "pictures")
              + ".");
    }
  }

  private static double waitedShare(Journal journal, Monitor monitor, Ahead ahead)
      throws IOException {
    Map<String, Double> seconds = monitor.seconds();
    double all =
        seconds.getOrDefault("prefix", 0.0)
            + seconds.getOrDefault("head", 0.0)
            + seconds.getOrDefault("train", 0.0);
    double share = all > 0 ? Math.min(1, ahead.secondsWaited() / all) : 0;
    journal.log(
        String.format(
            Locale.ROOT, "steps waited for their data for %.1f %% of the time", 100 * share));
    return share;
  }

  private void logNetwork(Journal journal, TrainableNetwork network) throws IOException {
    journal.log(
        String.format(
            Locale.ROOT,
            "%s%s: %,d parameters are trained, %,d stay frozen (%d blocks)",
            spec.baseModel(),
            spec.fromScratch() ? ", its graph with fresh weights" : "",
            count(network, false),
            count(network, true),
            spec.frozenBlocks()));
  }

  /** Number of single weights that are trained or frozen. */
  static long count(TrainableNetwork network, boolean frozen) {
    return network.parameters().stream()
        .filter(param -> param.frozen() == frozen)
        .mapToLong(TrainClassifier::size)
        .sum();
  }

  private static long size(Param param) {
    long size = 1;
    for (long dimension : param.shape()) {
      size *= dimension;
    }
    return size;
  }

  private @Nullable FrozenFeatures frozen(
      Journal journal,
      Monitor monitor,
      Examples examples,
      Ahead ahead,
      TrainableNetwork network,
      Engine engine)
      throws IOException, TrainingFailed, RowsUnusable {
    if (spec.frozenBlocks() == 0) {
      return null;
    }
    Optional<FrozenFeatures> kept = kept(journal, examples, network, engine);
    if (kept.isPresent()) {
      return kept.get();
    }
    monitor.begin("prefix", "examples", FrozenFeatures.passes(examples, task.views()));
    FrozenFeatures features =
        FrozenFeatures.compute(
            engine,
            network.featureHasTokens(),
            examples,
            task.views(),
            ahead,
            spec.cacheLimitBytes(),
            files.scratch(),
            done -> monitor.advance(done, 0));
    monitor.end("prefix");
    journal.log(
        features.cached()
            ? String.format(
                Locale.ROOT,
                "computed the frozen part for %d examples; %,d bytes of features kept on disk",
                features.computed(),
                features.bytes())
            : String.format(
                Locale.ROOT,
                "features of the frozen part would take more than %,d bytes: they are computed"
                    + " again in each epoch",
                spec.cacheLimitBytes()));
    return features;
  }

  private Optional<FrozenFeatures> kept(
      Journal journal, Examples examples, TrainableNetwork network, Engine engine)
      throws IOException {
    Path file = files.features();
    TrainSpec.Features asked = spec.features();
    if (file == null || asked == null) {
      return Optional.empty();
    }
    Optional<FrozenFeatures> kept =
        FrozenFeatures.kept(engine, network.featureHasTokens(), examples, task.views(), file);
    journal.log(
        kept.map(
                it ->
                    String.format(
                        Locale.ROOT,
                        "took what run %d has kept of the frozen part, %,d bytes of features:"
                            + " nothing is computed",
                        asked.from(),
                        it.bytes()))
            .orElse(
                "what run "
                    + asked.from()
                    + " has kept of the frozen part was computed on another kind of machine: it is"
                    + " computed again"));
    return kept;
  }

  private void keep(Journal journal, @Nullable FrozenFeatures features) throws IOException {
    TrainSpec.Features asked = spec.features();
    if (features != null
        && asked != null
        && features.keep(files.output().resolve(TrainSpec.FEATURES), asked.keepUpTo())) {
      journal.log(
          String.format(
              Locale.ROOT,
              "keeps %,d bytes of features for runs that freeze as much",
              features.bytes()));
    }
  }
}
