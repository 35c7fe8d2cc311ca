package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Versions of the team that the transaction works for; deleted ones are not found. */
@ApplicationScoped
class ModelVersions implements PanacheRepositoryBase<ModelVersion, ModelVersion.Key> {
  private static final String INSERT =
      "insert into model_changes (team_id, version_id, from_stage, to_stage, changed_by)"
          + " values (?1, ?2, ?3, ?4, cast(?5 as uuid))";

  /** The newest first. */
  List<ModelVersion> of(RegisteredModel model) {
    return list("modelId = ?1 and deletedAt is null order by number desc", model.id);
  }

  /** All of the team's, the newest of each model first. */
  List<ModelVersion> all() {
    return list("deletedAt is null order by modelId, number desc");
  }

  Optional<ModelVersion> numbered(RegisteredModel model, long number) {
    return find("modelId = ?1 and number = ?2 and deletedAt is null", model.id, number)
        .firstResultOptional();
  }

  /** The version that a run is of a model. */
  Optional<ModelVersion> made(RegisteredModel model, UUID run) {
    return find("modelId = ?1 and runId = ?2 and deletedAt is null", model.id, run)
        .firstResultOptional();
  }

  /** The version in production. */
  Optional<ModelVersion> inProduction(RegisteredModel model) {
    return find("modelId = ?1 and stage = ?2", model.id, Stage.PRODUCTION).firstResultOptional();
  }

  /** Versions that were made of a run. */
  List<ModelVersion> ofRun(UUID run) {
    return list("runId = ?1 and deletedAt is null order by createdAt", run);
  }

  /**
   * Writes down that a version has moved.
   *
   * @param from null for a new one
   * @param to null for a deleted one
   */
  void changed(ModelVersion version, @Nullable Stage from, @Nullable Stage to, @Nullable UUID by) {
    getEntityManager()
        .createNativeQuery(INSERT)
        .setParameter(1, version.teamId)
        .setParameter(2, version.id)
        .setParameter(3, from == null ? null : from.name())
        .setParameter(4, to == null ? null : to.name())
        .setParameter(5, by == null ? null : by.toString())
        .executeUpdate();
  }

  /** Throws unless it is theirs or they own the team. */
  static void mayChange(ModelVersion version, @Nullable UUID by, boolean owner) {
    if (!owner && (by == null || !by.equals(version.createdBy))) {
      throw new Problem(
          403,
          "not-yours",
          "Somebody else registered this version",
          List.of(
              new Item(
                  null, "Only who registered it or an owner may change it.", "Ask one of them.")));
    }
  }
}
