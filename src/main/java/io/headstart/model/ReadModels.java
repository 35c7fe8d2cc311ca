package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunResult;
import io.headstart.run.RunResults;
import io.headstart.run.RunView;
import io.headstart.run.Runs;
import io.headstart.team.MemberNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads models with all that a page shows of them, in few queries. */
@ApplicationScoped
public class ReadModels {
  private final RegisteredModels models;
  private final ModelVersions versions;
  private final ReadRuns runs;
  private final Runs rows;
  private final RunResults results;
  private final MemberNames people;
  private final EntityManager database;

  ReadModels(
      RegisteredModels models,
      ModelVersions versions,
      ReadRuns runs,
      Runs rows,
      RunResults results,
      MemberNames people,
      EntityManager database) {
    this.models = models;
    this.versions = versions;
    this.runs = runs;
    this.rows = rows;
    this.results = results;
    this.people = people;
    this.database = database;
  }

  /**
   * A move of a version.
   *
   * @param version number of the version
   * @param from stage before; null for a registration
   * @param to stage after; null for a deletion
   * @param by who, in words
   * @param at when
   */
  public record Change(
      long version, @Nullable Stage from, @Nullable Stage to, String by, Instant at) {
    /** What happened, in words. */
    public String words() {
      if (to == null) {
        return "deleted";
      }
      return from == null ? "registered" : from.word() + " to " + to.word();
    }
  }

  /** The models that have versions, by name. */
  @InTeam
  public List<ModelView> all() {
    Map<UUID, String> names =
        models.inOrder().stream().collect(Collectors.toMap(m -> m.id, m -> m.name));
    Map<String, List<Registered>> found =
        views(versions.all(), names).stream().collect(Collectors.groupingBy(Registered::model));
    return models.inOrder().stream()
        .map(model -> new ModelView(model.name, found.getOrDefault(model.name, List.of())))
        .filter(model -> !model.versions().isEmpty())
        .toList();
  }

  /** Names of the models that have versions. */
  @InTeam
  public List<String> names() {
    return all().stream().map(ModelView::name).toList();
  }

  /**
   * A model.
   *
   * @param name whatever the case of its letters
   * @throws Problem 404 when the team has none of that name, or no version of it
   */
  @InTeam
  public ModelView one(String name) {
    RegisteredModel model = models.named(name).orElseThrow(Problem::notFound);
    List<Registered> all = views(versions.of(model), Map.of(model.id, model.name));
    if (all.isEmpty()) {
      throw Problem.notFound();
    }
    return new ModelView(model.name, all);
  }

  /**
   * One version.
   *
   * @throws Problem 404 when there is none
   */
  @InTeam
  public Registered version(String name, long number) {
    Registered version = one(name).version(number);
    if (version == null) {
      throw Problem.notFound();
    }
    return version;
  }

  /** Versions that were made of a run, the oldest first. */
  @InTeam
  public List<Registered> ofRun(long number) {
    List<ModelVersion> made =
        versions.ofRun(rows.numbered(number).orElseThrow(Problem::notFound).id());
    Map<UUID, String> names =
        models.inOrder().stream().collect(Collectors.toMap(m -> m.id, m -> m.name));
    return views(made, names);
  }

  /** What happened to a model's versions, deleted ones too; the newest first. */
  @InTeam
  public List<Change> changes(String name) {
    RegisteredModel model = models.named(name).orElseThrow(Problem::notFound);
    List<Object[]> found = new ArrayList<>();
    for (Object row :
        database
            .createNativeQuery(
                "select v.number, c.from_stage, c.to_stage, c.changed_by, c.changed_at"
                    + " from model_changes c join model_versions v on v.team_id = c.team_id"
                    + " and v.id = c.version_id where v.model_id = ?1 order by c.id desc",
                Object[].class)
            .setParameter(1, model.id)
            .getResultList()) {
      found.add((Object[]) row);
    }
    List<@Nullable UUID> who = new ArrayList<>();
    found.forEach(row -> who.add((UUID) row[3]));
    MemberNames.Names names = people.of(who);
    return found.stream()
        .map(
            row ->
                new Change(
                    ((Number) row[0]).longValue(),
                    row[1] == null ? null : Stage.valueOf((String) row[1]),
                    row[2] == null ? null : Stage.valueOf((String) row[2]),
                    names.of((UUID) row[3]),
                    (Instant) row[4]))
        .toList();
  }

  private List<Registered> views(List<ModelVersion> shown, Map<UUID, String> names) {
    List<UUID> ids = shown.stream().map(version -> version.runId).distinct().toList();
    Map<UUID, RunView> run = new HashMap<>();
    List<RunView> found = runs.ofIds(ids); // in this order; foreign keys say that none is missing
    for (int i = 0; i < ids.size(); i++) {
      run.put(ids.get(i), found.get(i));
    }
    Map<UUID, RunResult> result =
        results.of(ids).stream().collect(Collectors.toMap(RunResult::runId, Function.identity()));
    MemberNames.Names who = people.of(shown.stream().map(version -> version.createdBy).toList());
    return shown.stream()
        .map(
            version -> {
              RunResult saved = Objects.requireNonNull(result.get(version.runId));
              return new Registered(
                  Objects.requireNonNull(names.get(version.modelId)),
                  version.number,
                  version.stage,
                  version.note,
                  who.of(version.createdBy),
                  version.createdBy,
                  version.createdAt,
                  Objects.requireNonNull(run.get(version.runId)),
                  saved.archiveSize(),
                  saved.archiveSha256());
            })
        .toList();
  }
}
