package io.headstart.dataset;

import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.team.MemberNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads data sets with all that a page shows of them. */
@ApplicationScoped
public class ReadDatasets {
  /** Data sets on one page. */
  static final int PAGE = 50;

  private final Datasets datasets;
  private final DatasetChecks checks;
  private final DatasetVersions versions;
  private final Jobs jobs;
  private final MemberNames people;

  ReadDatasets(
      Datasets datasets,
      DatasetChecks checks,
      DatasetVersions versions,
      Jobs jobs,
      MemberNames people) {
    this.datasets = datasets;
    this.checks = checks;
    this.versions = versions;
    this.jobs = jobs;
    this.people = people;
  }

  /**
   * The newest first, each with its newest check and version only.
   *
   * @param before only those with a smaller number; null from the newest
   * @param limit at most so many
   */
  @InTeam
  public List<DatasetView> newest(@Nullable Long before, int limit) {
    List<Dataset> found = datasets.newest(before, limit);
    MemberNames.Names names = people.of(found.stream().map(Dataset::createdBy).toList());
    return found.stream()
        .map(
            dataset ->
                view(
                    dataset,
                    checks.numbered(dataset, dataset.lastCheck).stream().toList(),
                    versions.view(dataset.number, dataset.lastVersion).stream().toList(),
                    names))
        .toList();
  }

  /**
   * The data set of that number, with all its checks and versions.
   *
   * @throws Problem 404 when the team has none
   */
  @InTeam
  public DatasetView one(long number) {
    Dataset dataset = datasets.numbered(number).orElseThrow(Problem::notFound);
    List<VersionView> made =
        versions.views(versions.of(dataset).stream().map(DatasetVersion::id).toList()).stream()
            .sorted((a, b) -> Long.compare(b.version(), a.version()))
            .toList();
    MemberNames.Names names = people.of(Collections.singletonList(dataset.createdBy));
    return view(dataset, checks.of(dataset), made, names);
  }

  /**
   * One version.
   *
   * @throws Problem 404 when the team has none of these numbers
   */
  @InTeam
  public VersionView version(long dataset, long version) {
    return versions.view(dataset, version).orElseThrow(Problem::notFound);
  }

  private DatasetView view(
      Dataset dataset, List<DatasetCheck> found, List<VersionView> made, MemberNames.Names names) {
    Map<UUID, JobView> job =
        jobs.find(found.stream().map(DatasetCheck::jobId).toList()).stream()
            .collect(Collectors.toMap(view -> view.ref().id(), Function.identity()));
    Map<UUID, Long> accepted = new HashMap<>();
    versions.of(dataset).forEach(version -> accepted.put(version.checkId, version.number));
    return new DatasetView(
        dataset.number,
        dataset.name,
        dataset.fileName,
        dataset.size,
        dataset.isUploaded(),
        names.of(dataset.createdBy),
        dataset.createdBy,
        dataset.createdAt,
        found.stream()
            .map(
                check ->
                    DatasetView.Check.of(
                        check,
                        Objects.requireNonNull(job.get(check.jobId)),
                        accepted.get(check.id)))
            .toList(),
        made);
  }
}
