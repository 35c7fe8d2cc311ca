package io.headstart.team;

import io.headstart.platform.tenancy.TeamRef;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Owner of data, runs and quota. */
@Entity
@Table(name = "teams")
public class Team {
  @Id private UUID id;
  private String slug;
  private String name;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For Hibernate. */
  protected Team() {}

  Team(UUID id, String slug, String name, Instant now) {
    this.id = id;
    this.slug = slug;
    this.name = name;
    this.createdAt = now;
  }

  /** Primary key; the value of {@code team_id} everywhere. */
  public UUID id() {
    return id;
  }

  /** Reference by which other rooms know it. */
  public TeamRef ref() {
    return new TeamRef(id);
  }

  /** Name in addresses: lower-case letters, digits and hyphens, at most 40. */
  public String slug() {
    return slug;
  }

  /** Name in words. */
  public String name() {
    return name;
  }

  /** When it was made. */
  public Instant createdAt() {
    return createdAt;
  }
}
