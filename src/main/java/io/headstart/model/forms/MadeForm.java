package io.headstart.model.forms;

import io.headstart.protocol.ModelForm;
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

/** A form that somebody has asked for. Key, size and hash are there once its job has succeeded. */
@Entity
@Table(name = "model_forms")
@IdClass(MadeForm.Key.class)
public class MadeForm {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id
  @Column(name = "run_id")
  UUID runId;

  @Id
  @Enumerated(EnumType.STRING)
  ModelForm form;

  @Column(name = "job_id")
  UUID jobId;

  @Column(name = "object_key")
  @Nullable String objectKey;

  @Nullable Long size;

  @Nullable String sha256;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID runId, ModelForm form) implements Serializable {}
}
