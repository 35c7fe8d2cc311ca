package io.headstart.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that a team has uploaded, or is about to; its checks and versions point to it. */
@Entity
@Table(name = "datasets")
@IdClass(Dataset.Key.class)
public class Dataset {
  /** Declared; its object isn't complete yet. */
  static final String UPLOADING = "UPLOADING";

  /** Its object is in the store with the declared size. */
  static final String UPLOADED = "UPLOADED";

  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;
  long number;
  String name;

  @Column(name = "file_name")
  String fileName;

  long size;

  @Column(name = "declared_sha256")
  @Nullable String declaredSha256;

  @Column(name = "object_key")
  String objectKey;

  String state;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "uploaded_at")
  @Nullable Instant uploadedAt;

  @Column(name = "deleted_at")
  @Nullable Instant deletedAt;

  @Column(name = "deleted_by")
  @Nullable UUID deletedBy;

  @Column(name = "purged_at")
  @Nullable Instant purgedAt;

  @Column(name = "last_check")
  long lastCheck;

  @Column(name = "last_version")
  long lastVersion;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID id) implements Serializable {}

  /** Number that people see, dense within the team. */
  public long number() {
    return number;
  }

  /** Name that people gave it. */
  public String name() {
    return name;
  }

  /** Name of the file, a label only. */
  public String fileName() {
    return fileName;
  }

  /** Bytes of the upload. */
  public long size() {
    return size;
  }

  /** Who made it; null: Headstart itself. */
  public @Nullable UUID createdBy() {
    return createdBy;
  }

  /** When it was declared. */
  public Instant createdAt() {
    return createdAt;
  }

  /** Whether its file is in the store. */
  public boolean isUploaded() {
    return UPLOADED.equals(state);
  }

  /** Whether it was deleted; runs that learned from it still name it. */
  public boolean isDeleted() {
    return deletedAt != null;
  }

  /** Number of its newest check, 0 before the first. */
  public long lastCheck() {
    return lastCheck;
  }

  /** Number of its newest version, 0 before the first. */
  public long lastVersion() {
    return lastVersion;
  }
}
