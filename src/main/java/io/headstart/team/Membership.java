package io.headstart.team;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** That a user belongs to a team, and as what. Its end ends the user's API tokens there. */
@Entity
@IdClass(MembershipId.class)
@Table(name = "memberships")
public class Membership {
  @Id
  @Column(name = "team_id")
  private UUID teamId;

  @Id
  @Column(name = "user_id")
  private UUID userId;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For Hibernate. */
  protected Membership() {}

  Membership(UUID teamId, UUID userId, Role role, Instant now) {
    this.teamId = teamId;
    this.userId = userId;
    this.role = role;
    this.createdAt = now;
  }

  /** The team. */
  public UUID teamId() {
    return teamId;
  }

  /** The member. */
  public UUID userId() {
    return userId;
  }

  /** What the member may do. */
  public Role role() {
    return role;
  }

  void become(Role other) {
    role = other;
  }

  /** Since when. */
  public Instant createdAt() {
    return createdAt;
  }
}
