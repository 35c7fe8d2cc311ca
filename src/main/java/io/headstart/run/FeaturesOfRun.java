package io.headstart.run;

import io.headstart.job.StoredObject;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.TrainSpec;
import io.headstart.run.features.FeatureIdentity;
import io.headstart.run.features.KeptFeatures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of a run that isn't started yet whose features of the frozen part it would read. To be
 * called inside team work.
 */
@ApplicationScoped
class FeaturesOfRun {
  private final KeptFeatures kept;
  private final SourceRuns sources;

  FeaturesOfRun(KeptFeatures kept, SourceRuns sources) {
    this.kept = kept;
    this.sources = sources;
  }

  /** Those that a run before has left; empty when there are none, or nothing is frozen. */
  Optional<KeptFeatures.Kept> of(RunSettings settings) {
    PictureChoice pictures = settings.pictures();
    Map<String, StoredObject> inputs =
        RunInputs.of(settings.base(), settings.version(), pictures != null);
    SourceChoice source = settings.source();
    if (source != null) {
      inputs.put(TrainSpec.SOURCE, sources.archive(source.run()).orElseThrow(Problem::notFound));
    }
    return FeatureIdentity.of(
            new FeatureIdentity.Reading(
                settings.frozenBlocks(),
                settings.base().manifest().pooling(),
                pictures == null ? settings.maxTokens() : 0,
                pictures == null ? null : pictures.with(settings.base().manifest())),
            settings.seed(),
            inputs)
        .flatMap(kept::of);
  }
}
