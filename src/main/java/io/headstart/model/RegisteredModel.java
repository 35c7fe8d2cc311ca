package io.headstart.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A name under which a team counts versions. */
@Entity
@Table(name = "models")
@IdClass(RegisteredModel.Key.class)
public class RegisteredModel {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;

  /** Unique within the team, whatever the case of its letters. */
  String name;

  /** Number of the newest version there ever was. */
  @Column(name = "last_version")
  long lastVersion;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  /** Key: the team first. */
  public record Key(UUID teamId, UUID id) implements Serializable {}
}
