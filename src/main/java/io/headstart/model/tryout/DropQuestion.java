package io.headstart.model.tryout;

import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Deletes a question with its picture and its answer. */
@ApplicationScoped
class DropQuestion {
  private final TryQuestions questions;
  private final ObjectStore store;
  private final TeamWork work;

  DropQuestion(TryQuestions questions, ObjectStore store, TeamWork work) {
    this.questions = questions;
    this.store = store;
    this.work = work;
  }

  /** The object goes before the row, so whoever dies in between does it all again. */
  void drop(TeamRef team, UUID id) {
    TryQuestion.Key key = new TryQuestion.Key(team.id(), id);
    work.call(team, () -> questions.findByIdOptional(key).map(question -> question.pictureKey))
        .ifPresent(picture -> store.delete(new ObjectKey(picture)));
    work.run(team, () -> questions.deleteById(key));
  }
}
