package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Moves a version to another stage; what was in production before is archived by it. */
@ApplicationScoped
public class ChangeStage {
  private final RegisteredModels models;
  private final ModelVersions versions;
  private final TeamContext context;
  private final Audit audit;

  ChangeStage(RegisteredModels models, ModelVersions versions, TeamContext context, Audit audit) {
    this.models = models;
    this.versions = versions;
    this.context = context;
    this.audit = audit;
  }

  /**
   * Moves it; a repeat changes nothing.
   *
   * @param to word of a {@link Stage}
   * @param by who asks
   * @param owner whether they own the team: then they may move what others registered
   * @throws Problem 404 without such a version; 403 when somebody else registered it; 422 for a
   *     word that is no stage
   */
  @InTeam
  public void change(String name, long number, @Nullable String to, UUID by, boolean owner) {
    RegisteredModel model = models.locked(name).orElseThrow(Problem::notFound);
    ModelVersion version = versions.numbered(model, number).orElseThrow(Problem::notFound);
    ModelVersions.mayChange(version, by, owner);
    Stage stage =
        Stage.of(to)
            .orElseThrow(
                () ->
                    new Problem(
                        422,
                        "stage-unknown",
                        "There is no such stage",
                        List.of(
                            new Item(
                                "stage",
                                "It is none of ours.",
                                "Give candidate, production or archived."))));
    if (stage == version.stage) {
      return;
    }
    if (stage == Stage.PRODUCTION) {
      // Before the other one enters: the database lets only one version be there at any moment.
      versions
          .inProduction(model)
          .ifPresent(
              before -> {
                move(model, before, Stage.ARCHIVED, by);
                versions.flush();
              });
    }
    move(model, version, stage, by);
  }

  private void move(RegisteredModel model, ModelVersion version, Stage to, UUID by) {
    versions.changed(version, version.stage, to, by);
    audit.inTeam(
        context.team(),
        by,
        "model-stage",
        "%s, version %d: %s to %s"
            .formatted(model.name, version.number, version.stage.word(), to.word()));
    version.stage = to;
  }
}
