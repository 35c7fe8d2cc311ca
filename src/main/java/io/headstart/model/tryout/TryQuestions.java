package io.headstart.model.tryout;

import io.headstart.run.Run;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Questions of the team that the transaction works for. */
@ApplicationScoped
class TryQuestions implements PanacheRepositoryBase<TryQuestion, TryQuestion.Key> {
  private static final Set<QuestionState> WAITING =
      EnumSet.of(QuestionState.UPLOADING, QuestionState.OPEN);

  /** A question to a run. */
  Optional<TryQuestion> of(Run run, UUID id) {
    return find("id = ?1 and runId = ?2", id, run.id()).firstResultOptional();
  }

  /** The same, locked until the transaction ends. */
  Optional<TryQuestion> locked(Run run, UUID id) {
    return find("id = ?1 and runId = ?2", id, run.id())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** Those that were asked, the newest first. */
  List<TryQuestion> newest(Run run, int limit) {
    return find(
            "runId = ?1 and state <> ?2 order by createdAt desc", run.id(), QuestionState.UPLOADING)
        .page(0, limit)
        .list();
  }

  /** Questions of the team that wait for a file or an answer. */
  long waiting() {
    return count("state in ?1", WAITING);
  }

  /** Pictures of the team that are kept. */
  long pictures() {
    return count("pictureKey is not null");
  }

  /** Open ones of a run, the oldest first, locked. */
  List<TryQuestion> open(UUID run) {
    return find("runId = ?1 and state = ?2 order by askedAt, id", run, QuestionState.OPEN)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /** Whether a run has open ones that are no older than that. */
  boolean hasOpen(UUID run, Instant since) {
    return count("runId = ?1 and state = ?2 and createdAt > ?3", run, QuestionState.OPEN, since)
        > 0;
  }
}
