package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.catalog.BaseModels;
import io.headstart.catalog.Manifest;
import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import io.headstart.job.live.Told;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.TrainResult;
import io.headstart.team.MemberNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads runs with all that a page shows of them, in few queries. */
@ApplicationScoped
public class ReadRuns {
  private final Runs runs;
  private final RunResults results;
  private final DatasetVersions versions;
  private final BaseModels models;
  private final Jobs jobs;
  private final QueuePlaces places;
  private final MemberNames people;
  private final ScratchPairs pairs;

  ReadRuns(
      Runs runs,
      RunResults results,
      DatasetVersions versions,
      BaseModels models,
      Jobs jobs,
      QueuePlaces places,
      MemberNames people,
      ScratchPairs pairs) {
    this.runs = runs;
    this.results = results;
    this.versions = versions;
    this.models = models;
    this.jobs = jobs;
    this.places = places;
    this.people = people;
    this.pairs = pairs;
  }

  /**
   * A part of the history.
   *
   * @param runs the newest first
   * @param next cursor of the part after it, or null at the end
   */
  public record Part(List<RunView> runs, @Nullable String next) {}

  /**
   * Runs, the newest first.
   *
   * @param filter which ones
   * @param cursor what an earlier part gave as {@code next}; null: from the newest
   * @param limit at most so many
   * @throws Problem 400 when the cursor is none of ours
   */
  @InTeam
  public Part part(RunFilter filter, @Nullable String cursor, int limit) {
    Cursor from = Cursor.parse(cursor);
    List<Run> found = runs.newest(filter, from == null ? null : from.before(), limit + 1);
    boolean more = found.size() > limit;
    List<Run> shown = more ? found.subList(0, limit) : found;
    String next = more ? new Cursor(shown.get(limit - 1).number).text() : null;
    return new Part(views(shown), next);
  }

  /**
   * The run of that number.
   *
   * @throws Problem 404 when the team has none
   */
  @InTeam
  public RunView one(long number) {
    return views(List.of(runs.numbered(number).orElseThrow(Problem::notFound))).get(0);
  }

  /** The runs of these ids, in this order. */
  @InTeam
  public List<RunView> ofIds(List<UUID> ids) {
    Map<UUID, Run> found =
        ids.isEmpty()
            ? Map.of()
            : runs.list("id in ?1", ids).stream()
                .collect(Collectors.toMap(Run::id, Function.identity()));
    return views(ids.stream().map(found::get).filter(Objects::nonNull).toList());
  }

  /**
   * The runs of these numbers, in this order.
   *
   * @throws Problem 404 when the team lacks one of them
   */
  @InTeam
  public List<RunView> all(List<Long> numbers) {
    return views(
        numbers.stream().map(n -> runs.numbered(n).orElseThrow(Problem::notFound)).toList());
  }

  /**
   * A run that has succeeded.
   *
   * @param result what its worker reported
   */
  public record Finished(RunView run, TrainResult result) {}

  /** The newest runs that have succeeded on a base model and took one attempt. */
  @InTeam
  public List<Finished> finishedOn(String baseModel, int limit) {
    List<Run> found = runs.succeededOn(baseModel, limit);
    Map<UUID, RunResult> result =
        results.of(found.stream().map(Run::id).toList()).stream()
            .collect(Collectors.toMap(RunResult::runId, Function.identity()));
    List<Finished> finished = new ArrayList<>();
    for (RunView run : views(found)) {
      RunResult of = result.get(idOf(found, run.number()));
      if (of != null && run.job().attempt() == 1 && run.job().startedAt() != null) {
        finished.add(new Finished(run, of.result()));
      }
    }
    return finished;
  }

  private static UUID idOf(List<Run> found, long number) {
    return found.stream().filter(run -> run.number == number).findFirst().orElseThrow().id;
  }

  /**
   * What a run has come to.
   *
   * @return null unless it has succeeded
   * @throws Problem 404 when the team has no such run
   */
  @InTeam
  public @Nullable RunResult result(long number) {
    return results.of(runs.numbered(number).orElseThrow(Problem::notFound)).orElse(null);
  }

  private List<RunView> views(List<Run> shown) {
    Map<UUID, JobView> job =
        jobs.find(shown.stream().map(Run::jobId).toList()).stream()
            .collect(Collectors.toMap(view -> view.ref().id(), Function.identity()));
    Map<UUID, VersionView> version =
        versions.views(shown.stream().map(run -> run.datasetVersionId).distinct().toList()).stream()
            .collect(Collectors.toMap(VersionView::id, Function.identity()));
    Map<UUID, RunResult> result =
        results.of(shown.stream().map(run -> run.id).toList()).stream()
            .collect(Collectors.toMap(found -> found.runId, Function.identity()));
    Map<String, Manifest> base =
        models.inOrder().stream().collect(Collectors.toMap(BaseModel::id, BaseModel::manifest));
    Map<UUID, ScratchPair> pair = pairs.of(List.copyOf(result.keySet()));
    Map<UUID, Run> named =
        runs.byId(
            shown.stream()
                .flatMap(run -> Stream.of(run.againOf, run.sourceRun))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    Map<UUID, List<Long>> seeds =
        runs
            .ofExperiments(
                shown.stream()
                    .map(run -> run.experiment)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet()))
            .stream()
            .collect(
                Collectors.groupingBy(
                    run -> Objects.requireNonNull(run.experiment),
                    Collectors.mapping(Run::number, Collectors.toList())));
    MemberNames.Names names = people.of(shown.stream().map(Run::createdBy).toList());
    return shown.stream()
        .map(
            run ->
                view(
                    run,
                    Objects.requireNonNull(job.get(run.jobId)),
                    Objects.requireNonNull(version.get(run.datasetVersionId)),
                    Objects.requireNonNull(base.get(run.baseModel)),
                    result.get(run.id),
                    pair.get(run.id),
                    run.againOf == null ? null : there(named.get(run.againOf)),
                    run.sourceRun == null ? null : source(run, named.get(run.sourceRun)),
                    run.experiment == null
                        ? List.of()
                        : seeds.getOrDefault(run.experiment, List.of()),
                    names))
        .toList();
  }

  /** Number of a run that is repeated; null when it was deleted. */
  private static @Nullable Long there(@Nullable Run run) {
    return run == null || run.deletedAt != null ? null : (Long) run.number;
  }

  private static RunView.@Nullable Source source(Run run, @Nullable Run source) {
    return source == null
        ? null
        : new RunView.Source(
            source.number, Boolean.TRUE.equals(run.keepsHead), source.deletedAt != null);
  }

  private RunView view(
      Run run,
      JobView job,
      VersionView version,
      Manifest base,
      @Nullable RunResult result,
      @Nullable ScratchPair pair,
      @Nullable Long again,
      RunView.@Nullable Source source,
      List<Long> experiment,
      MemberNames.Names names) {
    return new RunView(
        run.number,
        job,
        Told.of(job, places.of(job.ref()).map(QueuePlace::words).orElse(null)),
        version,
        base,
        RunView.Settings.of(run),
        names.of(run.createdBy),
        run.createdBy,
        run.createdAt,
        again,
        source,
        experiment,
        result == null ? null : RunView.Outcome.of(run, result, pair));
  }
}
