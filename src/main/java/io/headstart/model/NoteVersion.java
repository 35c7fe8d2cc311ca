package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what people want to remember of a version. */
@ApplicationScoped
public class NoteVersion {
  private final RegisteredModels models;
  private final ModelVersions versions;

  NoteVersion(RegisteredModels models, ModelVersions versions) {
    this.models = models;
    this.versions = versions;
  }

  /**
   * Sets the note.
   *
   * @throws Problem 404 without such a version; 403 when somebody else registered it; 422 when it
   *     is too long
   */
  @InTeam
  public void note(String name, long number, @Nullable String text, UUID by, boolean owner) {
    RegisteredModel model = models.locked(name).orElseThrow(Problem::notFound);
    ModelVersion version = versions.numbered(model, number).orElseThrow(Problem::notFound);
    ModelVersions.mayChange(version, by, owner);
    List<Item> items = new ArrayList<>();
    String note = NewVersion.note(text, items);
    if (!items.isEmpty()) {
      throw new Problem(422, "note-refused", "The note can't be kept", items);
    }
    version.note = note;
  }
}
