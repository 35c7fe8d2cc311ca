package io.headstart.dataset;

import io.headstart.job.StoredObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An accepted check: the rows that runs learn from. Never changes. */
@Entity
@Table(name = "dataset_versions")
@IdClass(DatasetVersion.Key.class)
public class DatasetVersion {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;

  @Column(name = "dataset_id")
  UUID datasetId;

  long number;

  @Column(name = "check_id")
  UUID checkId;

  @Column(name = "rows_key")
  String rowsKey;

  @Column(name = "rows_size")
  long rowsSize;

  @Column(name = "rows_sha256")
  String rowsSha256;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID id) implements Serializable {}

  /** Second part of its key. */
  public UUID id() {
    return id;
  }

  /** The data set it is a version of. */
  public UUID datasetId() {
    return datasetId;
  }

  /** Number within its data set, from 1. */
  public long number() {
    return number;
  }

  /** Who accepted it; null: Headstart itself. */
  public @Nullable UUID createdBy() {
    return createdBy;
  }

  /** When it was accepted. */
  public Instant createdAt() {
    return createdAt;
  }

  /** Its rows, JSON lines of {@link io.headstart.protocol.Example}. */
  public StoredObject rows() {
    return new StoredObject(rowsKey, rowsSize, rowsSha256);
  }
}
