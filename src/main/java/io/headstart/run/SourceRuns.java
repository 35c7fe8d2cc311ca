package io.headstart.run;

import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.job.JobState;
import io.headstart.job.StoredObject;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.protocol.TrainSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finished runs whose weights others begin with. To be called inside team work. */
@ApplicationScoped
public class SourceRuns {
  private static final int OFFERED = 20;

  private final Runs runs;
  private final RunResults results;
  private final DatasetVersions versions;

  SourceRuns(Runs runs, RunResults results, DatasetVersions versions) {
    this.runs = runs;
    this.results = results;
    this.versions = versions;
  }

  /**
   * A run that can be begun with.
   *
   * @param run its number
   * @param words what it learned from, and how well
   */
  public record Offered(long run, String words) {}

  /**
   * What a worker needs to begin with a run.
   *
   * @param run number of the run that it begins with
   * @param archive of that run
   * @param learned rows that it and the runs before it learned from, without those of the new run's
   *     own version; null when that can't be told
   */
  record Lineage(long run, StoredObject archive, @Nullable List<StoredObject> learned) {
    /** The same as the worker's settings have it. */
    TrainSpec.Source source(boolean keepsHead) {
      return new TrainSpec.Source(run, keepsHead, learned == null ? -1 : learned.size());
    }

    /** The inputs that go with it, by name. */
    Map<String, StoredObject> inputs() {
      Map<String, StoredObject> inputs = new LinkedHashMap<>();
      inputs.put(TrainSpec.SOURCE, archive);
      int number = 0;
      for (StoredObject rows : learned == null ? List.<StoredObject>of() : learned) {
        inputs.put(TrainSpec.seen(++number), rows);
      }
      return inputs;
    }
  }

  /**
   * The newest runs that have succeeded on a base model.
   *
   * @param also number of one that stands there however old it is, or null
   */
  List<Offered> on(String baseModel, @Nullable Long also) {
    List<Run> newest = new ArrayList<>(runs.succeededOn(baseModel, OFFERED));
    if (also != null && newest.stream().noneMatch(run -> run.number == also)) {
      runs.numbered(also)
          .filter(run -> fits(run) && run.baseModel.equals(baseModel))
          .ifPresent(newest::add);
    }
    return newest.stream()
        .map(
            run ->
                new Offered(
                    run.number,
                    "Run "
                        + run.number
                        + versions
                            .view(run.datasetVersionId)
                            .map(version -> ": " + version.title())
                            .orElse("")))
        .toList();
  }

  private static boolean fits(Run run) {
    return run.endedState() == JobState.SUCCEEDED;
  }

  /** The run with that number, whether or not it can be begun with. */
  Optional<Run> numbered(long number) {
    return runs.numbered(number);
  }

  /** What a run has come to; empty unless it has succeeded. */
  Optional<StoredObject> archive(long number) {
    return runs.numbered(number).flatMap(results::of).map(RunResult::archive);
  }

  /** The labels that a run's head answers with; empty when its version is gone. */
  List<String> labels(Run run) {
    return versions.view(run.datasetVersionId).map(VersionView::labels).orElse(List.of());
  }

  /**
   * Whether a run has weights to begin with, in words that say why not; empty when it has.
   *
   * @param base id of the base model of the new run
   */
  static Optional<Item> refused(Run run, String base) {
    String name = "Run " + run.number;
    if (!fits(run)) {
      return Optional.of(
          new Item(
              NewRun.SOURCE_RUN,
              name + " has no weights to begin with: it hasn't succeeded.",
              "Take a run that has."));
    }
    if (!run.baseModel.equals(base)) {
      return Optional.of(
          new Item(
              NewRun.SOURCE_RUN,
              name
                  + " fine-tuned "
                  + run.baseModel
                  + ", and this one is to fine-tune "
                  + base
                  + ".",
              "Take " + run.baseModel + " as base model, or another run to begin with."));
    }
    return Optional.empty();
  }

  /**
   * What the worker of a run that begins with another one is given.
   *
   * @param run one that has a source
   * @param version what it learns from
   */
  Lineage of(Run run, VersionView version) {
    Run source = before(run).orElseThrow(Problem::notFound);
    StoredObject archive = results.of(source).orElseThrow(Problem::notFound).archive();
    List<StoredObject> learned = new ArrayList<>();
    Set<String> known = new HashSet<>(Set.of(version.rowsHash()));
    Optional<Run> next = Optional.of(source);
    while (next.isPresent()) {
      VersionView earlier = versions.view(next.get().datasetVersionId).orElse(null);
      if (earlier == null || (earlier.deleted() && !known.contains(earlier.rowsHash()))) {
        return new Lineage(source.number, archive, null);
      }
      if (known.add(earlier.rowsHash())) {
        if (!sameArchive(earlier, version)) {
          return new Lineage(source.number, archive, null);
        }
        learned.add(earlier.rows());
      }
      next = before(next.get());
    }
    return new Lineage(source.number, archive, learned);
  }

  /** Pictures are told apart by their names, which mean something within one archive only. */
  private static boolean sameArchive(VersionView one, VersionView other) {
    return Objects.equals(archive(one), archive(other));
  }

  private static @Nullable String archive(VersionView version) {
    StoredObject upload = version.upload();
    return upload == null ? null : upload.sha256();
  }

  private Optional<Run> before(Run run) {
    UUID source = run.sourceRun;
    return source == null
        ? Optional.empty()
        : runs.findByIdOptional(new Run.Key(run.teamId, source));
  }
}
