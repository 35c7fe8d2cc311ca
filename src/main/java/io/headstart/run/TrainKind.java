package io.headstart.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.catalog.BaseModel;
import io.headstart.catalog.BaseModels;
import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.job.JobKind;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.StoredObject;
import io.headstart.job.Work;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.run.evidence.PairedCounts;
import io.headstart.run.features.KeptFeatures;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs that train a run. */
@ApplicationScoped
public class TrainKind implements JobKind {
  /** AdamW's weight decay; the usual value for fine-tuning encoders. */
  private static final double WEIGHT_DECAY = 0.01;

  /** Share of the steps in which the rates rise from 0. */
  private static final double WARMUP = 0.1;

  private static final double CLIP_NORM = 1.0;

  private final Runs runs;
  private final RunResults results;
  private final DatasetVersions versions;
  private final BaseModels models;
  private final ObjectStore store;
  private final EntityManager database;
  private final ScratchPairs pairs;
  private final SourceRuns sources;
  private final KeptFeatures features;
  private final RunConfig config;

  TrainKind(
      Runs runs,
      RunResults results,
      DatasetVersions versions,
      BaseModels models,
      ObjectStore store,
      EntityManager database,
      ScratchPairs pairs,
      SourceRuns sources,
      KeptFeatures features,
      RunConfig config) {
    this.runs = runs;
    this.results = results;
    this.versions = versions;
    this.models = models;
    this.store = store;
    this.database = database;
    this.pairs = pairs;
    this.sources = sources;
    this.features = features;
    this.config = config;
  }

  @Override
  public String name() {
    return Protocol.TRAIN;
  }

  @Override
  public Optional<String> label(JobRef job) {
    return runs.ofJob(job.id()).map(run -> "run " + run.number);
  }

  @Override
  public Work work(JobRef job) {
    Asked asked = asked(runs.ofJob(job.id()).orElseThrow(Problem::notFound));
    return features.work(asked.spec(), asked.inputs());
  }

  /** What a run asks of its worker, but for features that others may have left. */
  private record Asked(TrainSpec spec, Map<String, StoredObject> inputs) {}

  private Asked asked(Run run) {
    VersionView version = versions.view(run.datasetVersionId).orElseThrow(Problem::notFound);
    BaseModel base = models.named(run.baseModel).orElseThrow(Problem::notFound);
    PictureChoice pictures = PictureChoice.of(run);
    SourceRuns.Lineage lineage = run.sourceRun == null ? null : sources.of(run, version);
    TrainSpec spec =
        new TrainSpec(
            run.number,
            base.id(),
            base.model().sha256(),
            base.manifest().pooling(),
            version.labels(),
            version.title(),
            version.rows().sha256(),
            (int) run.frozenBlocks,
            run.headLearningRate,
            run.bodyLearningRate,
            (int) run.epochs,
            (int) run.batchSize,
            run.seed,
            run.maxTokens == null ? 0 : run.maxTokens.intValue(),
            WEIGHT_DECAY,
            WARMUP,
            CLIP_NORM,
            config.cacheLimit().asLongValue(),
            new TrainSpec.Origin(base.manifest().licence(), base.manifest().provenance()),
            pictures == null ? null : pictures.with(base.manifest()),
            run.fromScratch,
            (int) run.patience,
            run.labelSmoothing,
            run.balanced,
            lineage == null ? null : lineage.source(Boolean.TRUE.equals(run.keepsHead)),
            null);
    Map<String, StoredObject> inputs = RunInputs.of(base, version, pictures != null);
    if (lineage != null) {
      inputs.putAll(lineage.inputs());
    }
    return new Asked(spec, inputs);
  }

  @Override
  public Runnable takeIn(JobRef job, String prefix, Outcome outcome) {
    TrainResult reported;
    String json;
    try {
      reported = Protocol.json().treeToValue(outcome.result(), TrainResult.class);
      json = Protocol.json().writeValueAsString(reported);
    } catch (JsonProcessingException e) {
      throw wrong("Its result can't be read: " + e.getOriginalMessage());
    }
    ManifestEntry archive = file(outcome, TrainSpec.ARCHIVE);
    ManifestEntry written = file(outcome, TrainSpec.PREDICTIONS);
    ObjectKey key = new ObjectKey(prefix + written.name());
    Predictions predictions =
        Predictions.read(store.get(key).orElseThrow(() -> wrong(key + " is not in the store")));
    if (predictions.test().total() != reported.test().total()
        || predictions.test().firstRight() != reported.test().correct()) {
      throw wrong(
          "Its result says %d of %d test examples right, its predictions say %d of %d"
              .formatted(
                  reported.test().correct(),
                  reported.test().total(),
                  predictions.test().firstRight(),
                  predictions.test().total()));
    }
    requireSame(reported.headOnly(), predictions.head());
    return () -> {
      Run run = runs.ofJob(job.id()).orElseThrow(Problem::notFound);
      store(run, json, prefix, archive, key, predictions);
      keepFeatures(run, prefix, outcome);
    };
  }

  private void keepFeatures(Run run, String prefix, Outcome outcome) {
    for (ManifestEntry file : outcome.files()) {
      if (file.name().equals(TrainSpec.FEATURES)) {
        Asked asked = asked(run);
        features.add(
            run.id,
            run.datasetVersionId,
            asked.spec(),
            asked.inputs(),
            new StoredObject(prefix + file.name(), file.size(), file.sha256()));
      }
    }
  }

  private static void requireSame(
      TrainResult.@Nullable Count reported, @Nullable PairedCounts predicted) {
    boolean same =
        reported == null
            ? predicted == null
            : predicted != null
                && predicted.total() == reported.total()
                && predicted.secondRight() == reported.correct();
    if (!same) {
      throw wrong(
          "Its result and its predictions don't say the same of the head alone: "
              + (reported == null
                  ? "nothing"
                  : reported.correct() + " of " + reported.total() + " right")
              + ", and "
              + (predicted == null
                  ? "nothing"
                  : predicted.secondRight() + " of " + predicted.total() + " right"));
    }
  }

  private void store(
      Run run,
      String json,
      String prefix,
      ManifestEntry archive,
      ObjectKey written,
      Predictions predictions) {
    end(run, JobState.SUCCEEDED);
    RunResult result = new RunResult();
    result.teamId = run.teamId;
    result.runId = run.id;
    result.result = json;
    result.bothRight = predictions.test().bothRight();
    result.onlyRunRight = predictions.test().onlyFirst();
    result.onlyBaseRight = predictions.test().onlySecond();
    result.bothWrong = predictions.test().bothWrong();
    PairedCounts head = predictions.head();
    if (head != null) {
      result.headBothRight = head.bothRight();
      result.headOnlyRun = head.onlyFirst();
      result.headOnlyHead = head.onlySecond();
      result.headBothWrong = head.bothWrong();
    }
    result.archiveKey = prefix + archive.name();
    result.archiveSize = archive.size();
    result.archiveSha256 = archive.sha256();
    result.predictionsKey = written.value();
    results.persist(result);
    predictions.store(database, run.teamId, run.id);
    pairs.count(run);
  }

  @Override
  public void endedWithout(JobRef job, JobState state) {
    runs.ofJob(job.id()).ifPresent(run -> end(run, state));
  }

  private static void end(Run run, JobState state) {
    run.endedState = state.name();
    run.endedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static ManifestEntry file(Outcome outcome, String name) {
    return outcome.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("It wrote no " + name));
  }

  private static Problem wrong(String why) {
    return new Problem(422, "outcome-refused", why);
  }
}
