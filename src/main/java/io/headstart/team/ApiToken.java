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
import org.jspecify.annotations.Nullable;

/** Lets a program act as a user, in one team, until it expires. Only its hash is kept. */
@Entity
@IdClass(ApiTokenId.class)
@Table(name = "api_tokens")
public class ApiToken {
  /** How much of a token is shown in lists: {@code hs_} and six characters. */
  static final int SHOWN = 9;

  @Id
  @Column(name = "team_id")
  private UUID teamId;

  @Id private UUID id;

  @Column(name = "user_id")
  private UUID userId;

  private String name;
  private String prefix;

  @SuppressWarnings("UnusedVariable") // read by the database, which finds tokens by it
  private byte[] hash;

  @Enumerated(EnumType.STRING)
  private TokenScope scope;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  @Column(name = "revoked_at")
  private @Nullable Instant revokedAt;

  /** For Hibernate. */
  protected ApiToken() {}

  ApiToken(
      MembershipId of,
      String name,
      Secret secret,
      TokenScope scope,
      Instant now,
      Instant expiresAt) {
    this.teamId = of.teamId();
    this.id = UUID.randomUUID();
    this.userId = of.userId();
    this.name = name;
    this.prefix = secret.text().substring(0, SHOWN);
    this.hash = secret.hash();
    this.scope = scope;
    this.createdAt = now;
    this.expiresAt = expiresAt;
  }

  /** Second part of the key. */
  public UUID id() {
    return id;
  }

  /** Whom it acts for. */
  public UUID userId() {
    return userId;
  }

  /** What its owner calls it. */
  public String name() {
    return name;
  }

  /** Its first characters, to tell it from others. */
  public String prefix() {
    return prefix;
  }

  /** What it may do. */
  public TokenScope scope() {
    return scope;
  }

  /** When it was made. */
  public Instant createdAt() {
    return createdAt;
  }

  /** When it stops to be valid. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** When it was last shown, to the minute, or null. */
  public @Nullable Instant lastUsedAt() {
    return lastUsedAt;
  }

  /** When somebody revoked it, or null. */
  public @Nullable Instant revokedAt() {
    return revokedAt;
  }

  void revoke(Instant now) {
    if (revokedAt == null) {
      revokedAt = now;
    }
  }
}
