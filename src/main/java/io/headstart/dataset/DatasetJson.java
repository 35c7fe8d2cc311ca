package io.headstart.dataset;

import io.headstart.job.JobState;
import io.headstart.protocol.CheckReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A data set as the API describes it.
 *
 * @param number of the data set
 * @param name for people
 * @param fileName name of the file
 * @param size bytes of the upload
 * @param uploaded whether its file is in the store
 * @param createdAt when it was declared
 * @param checks the newest first; a list shows the newest only
 * @param versions the newest first; a list shows the newest only
 */
@Schema(name = "Dataset")
public record DatasetJson(
    long number,
    String name,
    String fileName,
    long size,
    boolean uploaded,
    Instant createdAt,
    List<Check> checks,
    List<Version> versions) {

  static DatasetJson of(DatasetView view) {
    return new DatasetJson(
        view.number(),
        view.name(),
        view.fileName(),
        view.size(),
        view.uploaded(),
        view.createdAt(),
        view.checks().stream().map(Check::of).toList(),
        view.versions().stream().map(Version::of).toList());
  }

  /**
   * A check.
   *
   * @param number within its data set
   * @param state where its job is
   * @param reason why it is there
   * @param usable whether its rows can be trained on; null until it has ended with a report
   * @param version the version that it became, or null
   * @param report what it found, or null
   */
  @Schema(name = "DatasetCheck")
  public record Check(
      long number,
      JobState state,
      String reason,
      @Nullable Boolean usable,
      @Nullable Long version,
      @Nullable CheckReport report) {
    static Check of(DatasetView.Check check) {
      return new Check(
          check.number(),
          check.state(),
          check.reason(),
          check.usable(),
          check.version(),
          check.report());
    }
  }

  /**
   * A version.
   *
   * @param dataset number of its data set
   * @param number within its data set
   * @param sha256 hash of its rows: the same hash, the same rows and splits
   * @param textColumn column that the text came from
   * @param labelColumn column that the label came from
   * @param seed of the split
   * @param labels in the order of a model's outputs
   * @param classes rows per class and split
   * @param createdAt when it was accepted
   */
  @Schema(name = "DatasetVersion")
  public record Version(
      long dataset,
      long number,
      String sha256,
      @Nullable String textColumn,
      @Nullable String labelColumn,
      long seed,
      List<String> labels,
      Map<String, CheckReport.ClassCount> classes,
      Instant createdAt) {
    static Version of(VersionView view) {
      return new Version(
          view.dataset(),
          view.version(),
          view.rows().sha256(),
          view.report().textColumn(),
          view.report().labelColumn(),
          view.report().seed(),
          view.labels(),
          view.report().classes(),
          view.createdAt());
    }
  }
}
