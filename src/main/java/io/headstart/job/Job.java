package io.headstart.job;

import io.headstart.platform.tenancy.TeamRef;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code jobs} as it stood when it was read. Read only: whatever changes a job is an
 * update with its row counted ({@link JobLifecycle}), so that two who race can't both win. (Not
 * {@code @Immutable}: Quarkus lets Hibernate cache such entities by reference, which a stateless
 * session can't read.)
 */
@Entity
@Table(name = "jobs")
@IdClass(JobId.class)
class Job {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;
  String kind;

  @Column(name = "slot_class")
  String slotClass;

  int slots;
  int priority;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "longest_seconds")
  long longestSeconds;

  @Enumerated(EnumType.STRING)
  JobState state;

  @Column(name = "reason_code")
  String reasonCode;

  @Column(name = "reason_detail")
  String reasonDetail;

  int attempt;

  @Column(name = "max_attempts")
  int maxAttempts;

  @Column(name = "result_attempt")
  @Nullable Integer resultAttempt;

  @Column(name = "not_before")
  @Nullable Instant notBefore;

  @Column(name = "stop_requested_at")
  @Nullable Instant stopRequestedAt;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(name = "waiting_detail")
  @Nullable String waitingDetail;

  @Column(name = "queue_place")
  @Nullable Integer queuePlace;

  @Nullable String progress;

  @Column(name = "last_beat_at")
  @Nullable Instant lastBeatAt;

  @Column(name = "feed_seq")
  long feedSeq;

  JobRef ref() {
    return new JobRef(new TeamRef(teamId), id);
  }
}
