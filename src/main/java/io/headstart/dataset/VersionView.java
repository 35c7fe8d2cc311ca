package io.headstart.dataset;

import io.headstart.job.StoredObject;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Modality;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a data set as other rooms and pages see it.
 *
 * @param id second part of its key
 * @param dataset number of its data set
 * @param name name of its data set
 * @param version number within the data set, from 1
 * @param check number of the check that it was accepted from
 * @param rows its rows, JSON lines of {@link io.headstart.protocol.Example}
 * @param upload for pictures the archive whose entries the rows name; null for texts
 * @param report what the check found that it was accepted from
 * @param createdBy who accepted it; null: Headstart itself
 * @param createdAt when
 * @param deleted whether its data set was deleted: then there are no rows any more
 */
public record VersionView(
    UUID id,
    long dataset,
    String name,
    long version,
    long check,
    StoredObject rows,
    @Nullable StoredObject upload,
    CheckReport report,
    @Nullable UUID createdBy,
    Instant createdAt,
    boolean deleted) {

  static VersionView of(DatasetVersion version, Dataset dataset, DatasetCheck check) {
    CheckReport report = Objects.requireNonNull(check.report(), "an accepted check has a report");
    boolean pictures = report.modality() == Modality.PICTURES;
    return new VersionView(
        version.id,
        dataset.number,
        dataset.name,
        version.number,
        check.number(),
        version.rows(),
        // The hash is of what the check read: training refuses an upload that is another by then.
        pictures ? new StoredObject(dataset.objectKey, dataset.size, report.sha256()) : null,
        report,
        version.createdBy,
        version.createdAt,
        dataset.isDeleted());
  }

  /** {@code Spam or ham, v1}. */
  public String title() {
    return name + ", v" + version;
  }

  /** What its rows are. */
  public Modality modality() {
    return report.modality();
  }

  /** Whether its rows are pictures that can still be shown. */
  public boolean showsPictures() {
    return modality() == Modality.PICTURES && !deleted;
  }

  /** Where small versions of its pictures are, within the team's pages; the id follows. */
  public String thumbnails() {
    return "datasets/" + dataset + "/checks/" + check + "/thumbnails/";
  }

  /** SHA-256 of its rows: who has learned from the same ones was tested on the same ones. */
  public String rowsHash() {
    return rows.sha256();
  }

  /** Its labels in the order of the logits: by their text, so that the order never changes. */
  public List<String> labels() {
    return report.classes().keySet().stream().sorted().toList();
  }

  /** Rows per split, all classes together. */
  public CheckReport.ClassCount counts() {
    return Splits.sum(report);
  }
}
