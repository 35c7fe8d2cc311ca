package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Takes a version out of the registry. Its run stays, and its number is never given again. */
@ApplicationScoped
public class DeleteVersion {
  private final RegisteredModels models;
  private final ModelVersions versions;
  private final TeamContext context;
  private final Audit audit;

  DeleteVersion(RegisteredModels models, ModelVersions versions, TeamContext context, Audit audit) {
    this.models = models;
    this.versions = versions;
    this.context = context;
    this.audit = audit;
  }

  /**
   * Deletes the registration.
   *
   * @param by who asks
   * @param owner whether they own the team: then they may delete what others registered
   * @throws Problem 404 without such a version; 403 when somebody else registered it; 409 while it
   *     is in production
   */
  @InTeam
  public void delete(String name, long number, UUID by, boolean owner) {
    RegisteredModel model = models.locked(name).orElseThrow(Problem::notFound);
    ModelVersion version = versions.numbered(model, number).orElseThrow(Problem::notFound);
    ModelVersions.mayChange(version, by, owner);
    if (version.stage == Stage.PRODUCTION) {
      throw new Problem(
          409,
          "in-production",
          "Version %d of %s is in production".formatted(number, model.name),
          List.of(
              new Item(
                  null,
                  "Somebody may rely on it.",
                  "Archive it, or promote another version, and delete it then.")));
    }
    versions.changed(version, version.stage, null, by);
    version.deletedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    version.deletedBy = by;
    audit.inTeam(context.team(), by, "model-deleted", model.name + ", version " + number);
  }
}
