package io.headstart.run;

import io.headstart.job.JobState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One fine-tuning of a base model on a version of a data set. Its settings never change. */
@Entity
@Table(name = "runs")
@IdClass(Run.Key.class)
public class Run {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;
  long number;

  @Column(name = "job_id")
  UUID jobId;

  @Column(name = "dataset_version_id")
  UUID datasetVersionId;

  @Column(name = "base_model")
  String baseModel;

  @Column(name = "frozen_blocks")
  long frozenBlocks;

  @Column(name = "head_learning_rate")
  double headLearningRate;

  @Column(name = "body_learning_rate")
  double bodyLearningRate;

  long epochs;

  @Column(name = "from_scratch")
  boolean fromScratch;

  @Column(name = "batch_size")
  long batchSize;

  long seed;

  /** Null for pictures. */
  @Column(name = "max_tokens")
  @Nullable Long maxTokens;

  /** Null for texts, as are all that follow of pictures. */
  @Nullable Long side;

  @Column(name = "smallest_crop")
  @Nullable Double smallestCrop;

  @Nullable Boolean flip;

  @Nullable Double colour;

  @Column(name = "cached_views")
  @Nullable Long cachedViews;

  long patience;

  @Column(name = "label_smoothing")
  double labelSmoothing;

  boolean balanced;

  /** The finished run whose weights it begins with; null: the base model's own or fresh ones. */
  @Column(name = "source_run")
  @Nullable UUID sourceRun;

  /** Whether the source's head is taken over too; null without a source. */
  @Column(name = "keeps_head")
  @Nullable Boolean keepsHead;

  /** The first of the runs that differ in their seeds only; null: it stands alone. */
  @Nullable UUID experiment;

  /** When somebody deleted it; nobody finds it from then on. */
  @Column(name = "deleted_at", insertable = false, updatable = false)
  @Nullable Instant deletedAt;

  @Column(name = "again_of")
  @Nullable UUID againOf;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "idempotency_key")
  @Nullable String idempotencyKey;

  @Column(name = "request_hash")
  String requestHash;

  @Column(name = "ended_state")
  @Nullable String endedState;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID id) implements Serializable {}

  /** Second part of its key. */
  public UUID id() {
    return id;
  }

  /** Number that people see, dense within the team. */
  public long number() {
    return number;
  }

  /** The job that its worker does. */
  public UUID jobId() {
    return jobId;
  }

  /** Who started it; null: Headstart itself. */
  public @Nullable UUID createdBy() {
    return createdBy;
  }

  /** When it was started. */
  public Instant createdAt() {
    return createdAt;
  }

  /** How it ended, or null while it is under way. */
  public @Nullable JobState endedState() {
    return endedState == null ? null : JobState.valueOf(endedState);
  }
}
