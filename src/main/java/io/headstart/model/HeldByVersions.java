package io.headstart.model;

import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.run.deletion.RunHolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** A version of a model is its run: while it is there, the run stays. */
@ApplicationScoped
class HeldByVersions implements RunHolder {
  private final ModelVersions versions;
  private final RegisteredModels models;

  HeldByVersions(ModelVersions versions, RegisteredModels models) {
    this.versions = versions;
    this.models = models;
  }

  @Override
  @InTeam
  public Optional<Item> of(UUID run) {
    return versions.ofRun(run).stream()
        .findFirst()
        .map(
            version ->
                new Item(
                    null,
                    "It is version "
                        + version.number
                        + " of the model "
                        + models
                            .find("id", version.modelId)
                            .firstResultOptional()
                            .map(model -> model.name)
                            .orElse("that was registered")
                        + ".",
                    "Delete that version first."));
  }
}
