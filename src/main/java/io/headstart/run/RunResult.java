package io.headstart.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.job.StoredObject;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import io.headstart.run.evidence.PairedCounts;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** What a run has come to; written once, together with the end of its job. */
@Entity
@Table(name = "run_results")
@IdClass(RunResult.Key.class)
public class RunResult {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id
  @Column(name = "run_id")
  UUID runId;

  @ColumnTransformer(write = "?::jsonb")
  String result;

  @Column(name = "both_right")
  long bothRight;

  @Column(name = "only_run_right")
  long onlyRunRight;

  @Column(name = "only_base_right")
  long onlyBaseRight;

  @Column(name = "both_wrong")
  long bothWrong;

  /** Null, like the three that follow, where there is no head alone. */
  @Column(name = "head_both_right")
  @Nullable Long headBothRight;

  @Column(name = "head_only_run")
  @Nullable Long headOnlyRun;

  @Column(name = "head_only_head")
  @Nullable Long headOnlyHead;

  @Column(name = "head_both_wrong")
  @Nullable Long headBothWrong;

  @Column(name = "archive_key")
  String archiveKey;

  @Column(name = "archive_size")
  long archiveSize;

  @Column(name = "archive_sha256")
  String archiveSha256;

  @Column(name = "predictions_key")
  String predictionsKey;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID runId) implements Serializable {}

  /** Second part of its key: the run's. */
  public UUID runId() {
    return runId;
  }

  /** What the worker reported. */
  public TrainResult result() {
    try {
      return Protocol.json().readValue(result, TrainResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored result of run " + runId + " can't be read", e);
    }
  }

  /** The run against the baseline without transfer on the test split, example by example. */
  public PairedCounts counts() {
    return new PairedCounts(bothRight, onlyRunRight, onlyBaseRight, bothWrong);
  }

  /** The run against the head alone on the test split; null where there is none. */
  public @Nullable PairedCounts head() {
    return headBothRight == null
            || headOnlyRun == null
            || headOnlyHead == null
            || headBothWrong == null
        ? null
        : new PairedCounts(headBothRight, headOnlyRun, headOnlyHead, headBothWrong);
  }

  /** The download. */
  public StoredObject archive() {
    return new StoredObject(archiveKey, archiveSize, archiveSha256);
  }

  /** Bytes of the download. */
  public long archiveSize() {
    return archiveSize;
  }

  /** Hash of the download. */
  public String archiveSha256() {
    return archiveSha256;
  }
}
