package io.headstart.quota;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team's own limits for one class; read only, {@link SetTeamQuota} writes them. */
@Entity
@Table(name = "team_quotas")
@IdClass(TeamQuotaRow.Key.class)
class TeamQuotaRow {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id
  @Column(name = "slot_class")
  String slotClass;

  int slots;
  int guaranteed;

  @Column(name = "queued_jobs")
  int queuedJobs;

  @Column(name = "longest_seconds")
  long longestSeconds;

  @Column(name = "hours_per_month")
  @Nullable Integer hoursPerMonth;

  TeamQuota quota() {
    return new TeamQuota(
        slots, guaranteed, queuedJobs, Duration.ofSeconds(longestSeconds), hoursPerMonth);
  }

  /** Its key. */
  record Key(UUID teamId, String slotClass) implements Serializable {}
}
