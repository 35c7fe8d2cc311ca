package io.headstart.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.Protocol;
import io.headstart.storage.ObjectKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** One look of a worker at an upload, with the columns and the seed that were asked for. */
@Entity
@Table(name = "dataset_checks")
@IdClass(DatasetCheck.Key.class)
public class DatasetCheck {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;

  @Column(name = "dataset_id")
  UUID datasetId;

  long number;

  @Column(name = "job_id")
  UUID jobId;

  @Column(name = "base_model")
  String baseModel;

  @Column(name = "text_column")
  @Nullable String textColumn;

  @Column(name = "label_column")
  @Nullable String labelColumn;

  long seed;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  @Nullable Boolean usable;

  @ColumnTransformer(write = "?::jsonb")
  @Nullable String report;

  @Column(name = "rows_key")
  @Nullable String rowsKey;

  @Column(name = "rows_size")
  @Nullable Long rowsSize;

  @Column(name = "rows_sha256")
  @Nullable String rowsSha256;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID id) implements Serializable {}

  /** Number within its data set, from 1. */
  public long number() {
    return number;
  }

  /** The job that does it. */
  public UUID jobId() {
    return jobId;
  }

  /** Whether its rows can be trained on; null until it has ended with a report. */
  public @Nullable Boolean usable() {
    return usable;
  }

  /** Whether its job has ended, with a report or without. */
  public boolean hasEnded() {
    return endedAt != null;
  }

  /**
   * Where an object lies that its job wrote beside the rows; null when it kept none.
   *
   * @param name as {@link io.headstart.protocol.CheckSpec} defines it
   */
  public @Nullable ObjectKey written(String name) {
    return rowsKey == null
        ? null
        : new ObjectKey(rowsKey.substring(0, rowsKey.lastIndexOf('/') + 1) + name);
  }

  /** What it found, or null before. */
  public @Nullable CheckReport report() {
    if (report == null) {
      return null;
    }
    try {
      return Protocol.json().readValue(report, CheckReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored report of check " + id + " can't be read", e);
    }
  }
}
