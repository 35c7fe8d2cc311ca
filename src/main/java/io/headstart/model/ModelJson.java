package io.headstart.model;

import io.headstart.run.RunJson;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API describes it.
 *
 * @param name of the model
 * @param production number of the version in production; null when none is
 * @param versions the newest first
 */
@Schema(name = "Model")
public record ModelJson(String name, @Nullable Long production, List<Version> versions) {
  /**
   * A version.
   *
   * @param model name of the model
   * @param version number
   * @param stage candidate, production or archived
   * @param run number of the run that it was made of
   * @param dataset number of the data set that it learned from
   * @param datasetVersion number of that data set's version
   * @param datasetSha256 hash of the rows
   * @param baseModel id of its base model
   * @param baseModelLicence SPDX identifier
   * @param labels in the order of the model's output
   * @param verdict its accuracy on the test split, and whether transfer helped
   * @param notGoodFor what to mind, in sentences; null in lists
   * @param note what somebody wants to remember
   * @param registeredBy name
   * @param registeredAt when
   * @param size bytes of its archive
   * @param sha256 hash of its archive
   * @param history of its stages, the newest first; null in lists
   */
  @Schema(name = "ModelVersion")
  public record Version(
      String model,
      long version,
      String stage,
      long run,
      long dataset,
      long datasetVersion,
      String datasetSha256,
      String baseModel,
      String baseModelLicence,
      List<String> labels,
      RunJson.Spoken verdict,
      @Nullable List<String> notGoodFor,
      String note,
      String registeredBy,
      Instant registeredAt,
      long size,
      String sha256,
      @Nullable List<Change> history) {
    static Version of(Registered of, @Nullable ModelCardPage card) {
      return new Version(
          of.model(),
          of.number(),
          of.stage().word(),
          of.run().number(),
          of.run().version().dataset(),
          of.run().version().version(),
          of.run().version().rowsHash(),
          of.run().base().id(),
          of.run().base().licence(),
          of.run().version().labels(),
          RunJson.Spoken.of(of.outcome()),
          card == null ? null : card.caveats(),
          of.note(),
          of.by(),
          of.createdAt(),
          of.size(),
          of.sha256(),
          card == null
              ? null
              : card.changes().stream()
                  .filter(change -> change.version() == of.number())
                  .map(change -> new Change(change.words(), change.by(), change.at()))
                  .toList());
    }
  }

  /**
   * A move of a version.
   *
   * @param what in words, such as {@code candidate to production}
   * @param by name
   * @param at when
   */
  @Schema(name = "ModelChange")
  public record Change(String what, String by, Instant at) {}

  static ModelJson of(ModelView model) {
    Registered production = model.production();
    return new ModelJson(
        model.name(),
        production == null ? null : (Long) production.number(),
        model.versions().stream().map(version -> Version.of(version, null)).toList());
  }
}
