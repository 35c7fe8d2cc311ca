package io.headstart.model;

import io.headstart.job.JobState;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.run.Run;
import io.headstart.run.Runs;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a run that has succeeded the next version of a model. */
@ApplicationScoped
public class RegisterVersion {
  private final RegisteredModels models;
  private final ModelVersions versions;
  private final Runs runs;
  private final TeamContext context;
  private final EntityManager database;
  private final Audit audit;

  RegisterVersion(
      RegisteredModels models,
      ModelVersions versions,
      Runs runs,
      TeamContext context,
      EntityManager database,
      Audit audit) {
    this.models = models;
    this.versions = versions;
    this.runs = runs;
    this.context = context;
    this.database = database;
    this.audit = audit;
  }

  /**
   * A version by what people see.
   *
   * @param model name as it was first written
   * @param version number
   */
  public record Made(String model, long version) {}

  /**
   * Registers it as a candidate.
   *
   * @param by who asks
   * @throws Problem 422 with an item for each field that is wrong; 409 when the run is a version of
   *     this model already
   */
  @InTeam
  public Made register(NewVersion wanted, UUID by) {
    NewVersion.Checked right = wanted.checked();
    Run run = succeeded(right.run());
    RegisteredModel model = right.isNew() ? make(right.model(), by) : known(right.model());
    versions
        .made(model, run.id())
        .ifPresent(
            before -> {
              throw new Problem(
                  409,
                  "registered-already",
                  "Run %d is version %d of %s already"
                      .formatted(right.run(), before.number, model.name),
                  List.of(
                      new Item(
                          "model",
                          "A run is one version of a model.",
                          "Take that version, or choose another model.")));
            });
    ModelVersion version = new ModelVersion();
    version.teamId = model.teamId;
    version.id = UUID.randomUUID();
    version.modelId = model.id;
    version.number = ++model.lastVersion;
    version.runId = run.id();
    version.stage = Stage.CANDIDATE;
    version.note = right.note();
    version.createdBy = by;
    version.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    versions.persistAndFlush(version);
    versions.changed(version, null, Stage.CANDIDATE, by);
    audit.inTeam(
        context.team(),
        by,
        "model-registered",
        model.name + ", version " + version.number + ", from run " + right.run());
    return new Made(model.name, version.number);
  }

  private Run succeeded(long number) {
    Optional<Run> run = runs.numbered(number);
    if (run.isEmpty()) {
      throw refused("run", "There is no run " + number + ".", "Take one of this team's.");
    }
    if (run.get().endedState() != JobState.SUCCEEDED) {
      throw refused(
          "run",
          "Run " + number + " has no model: it has not succeeded.",
          "Wait until it has, or take another one.");
    }
    if (!runs.hold(run.get().id())) {
      throw refused("run", "Run " + number + " was deleted just now.", "Take another one.");
    }
    return run.get();
  }

  private RegisteredModel known(String name) {
    return models
        .locked(name)
        .orElseThrow(
            () ->
                refused(
                    "model",
                    "There is no model " + name + ".",
                    "Choose one of this team's, or give the name as a new model's."));
  }

  /** Two who make the same at once: the second one waits here and is told that there is one. */
  private RegisteredModel make(String name, @Nullable UUID by) {
    int made =
        database
            .createNativeQuery(
                "insert into models (team_id, id, name, created_by) values (?1, ?2, ?3,"
                    + " cast(?4 as uuid)) on conflict (team_id, lower(name)) do nothing")
            .setParameter(1, context.team().id())
            .setParameter(2, UUID.randomUUID())
            .setParameter(3, name)
            .setParameter(4, by == null ? null : by.toString())
            .executeUpdate();
    RegisteredModel model = models.locked(name).orElseThrow(Problem::notFound);
    if (made == 0 && !versions.of(model).isEmpty()) {
      throw refused(
          "newModel",
          "There is a model " + model.name + " already.",
          "Choose it to add version %d to it, or take another name."
              .formatted(model.lastVersion + 1));
    }
    return model; // one whose versions were all deleted goes on where it was
  }

  private static Problem refused(String field, String why, String way) {
    return new Problem(
        422,
        "registration-refused",
        "The model can't be registered like this",
        List.of(new Item(field, why, way)));
  }
}
