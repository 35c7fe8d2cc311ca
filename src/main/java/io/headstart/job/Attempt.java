package io.headstart.job;

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

/** A row of {@code attempts} as it stood when it was read; read only, like {@link Job}. */
@Entity
@Table(name = "attempts")
@IdClass(AttemptId.class)
class Attempt {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id
  @Column(name = "job_id")
  UUID jobId;

  @Id int number;

  @Enumerated(EnumType.STRING)
  AttemptState state;

  long epoch;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(name = "gone_at")
  @Nullable Instant goneAt;

  @Nullable String launcher;
  @Nullable String host;
  @Nullable String home;
  @Nullable Long pid;

  @Column(name = "process_started_at")
  @Nullable Instant processStartedAt;

  @Nullable String instance;

  @Column(name = "worker_host")
  @Nullable String workerHost;

  @Nullable String device;

  @Column(name = "exit_code")
  @Nullable Integer exitCode;

  @Column(name = "reason_code")
  @Nullable String reasonCode;

  @Column(name = "reason_detail")
  @Nullable String reasonDetail;

  @Column(name = "manifest_sha256")
  @Nullable String manifestSha256;

  AttemptView view() {
    return new AttemptView(
        number,
        state,
        createdAt,
        startedAt,
        endedAt,
        goneAt,
        epoch,
        instance,
        launcher,
        host,
        home,
        pid,
        processStartedAt,
        workerHost,
        device,
        exitCode,
        reasonCode,
        reasonDetail,
        manifestSha256);
  }
}
