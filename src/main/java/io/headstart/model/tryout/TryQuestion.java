package io.headstart.model.tryout;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
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
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** What somebody asked a run's model: a text or a picture. */
@Entity
@Table(name = "try_questions")
@IdClass(TryQuestion.Key.class)
class TryQuestion {
  @Id
  @Column(name = "team_id")
  UUID teamId;

  @Id UUID id;

  @Column(name = "run_id")
  UUID runId;

  @Enumerated(EnumType.STRING)
  QuestionState state;

  /** The text; null for a picture. */
  @Nullable String content;

  @Column(name = "picture_key")
  @Nullable String pictureKey;

  @Column(name = "picture_size")
  @Nullable Long pictureSize;

  /** Name of its file as the user has it; a label only. */
  @Column(name = "picture_name")
  @Nullable String pictureName;

  /** The attempt that it was given to last, as {@code <job>/<number>}. */
  @Column(name = "given_to")
  @Nullable String givenTo;

  /** Attempts that it was given to. */
  @Column(name = "times_given")
  long timesGiven;

  @ColumnTransformer(write = "?::jsonb")
  @Nullable String answer;

  @Nullable String why;

  @Column(name = "way_out")
  @Nullable String wayOut;

  @Column(name = "created_by")
  @Nullable UUID createdBy;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "asked_at")
  @Nullable Instant askedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  /** Key: the team first. */
  record Key(UUID teamId, UUID id) implements Serializable {}

  /** What the model said, or null. */
  QuestionPoll.@Nullable Answer said() {
    try {
      return answer == null ? null : Protocol.json().readValue(answer, QuestionPoll.Answer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored answer to " + id + " can't be read", e);
    }
  }
}
