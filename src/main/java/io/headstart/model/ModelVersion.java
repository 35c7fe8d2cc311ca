package io.headstart.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run that was registered as a version of a model. Its number and its run never change. */
@Entity
@Table(name = "model_versions")
@IdClass(ModelVersion.Key.class)
public class ModelVersion {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;

  @Column(name = "model_id")
  UUID modelId;

  /** From 1 within the model. */
  long number;

  @Column(name = "run_id")
  UUID runId;

  @Enumerated(EnumType.STRING)
  Stage stage;

  String note;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "deleted_at")
  @Nullable Instant deletedAt;

  @Column(name = "deleted_by")
  @Nullable UUID deletedBy;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID id) implements Serializable {}
}
