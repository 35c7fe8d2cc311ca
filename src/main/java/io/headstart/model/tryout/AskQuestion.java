package io.headstart.model.tryout;

import io.headstart.job.Bells;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.model.ModelConfig;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Modality;
import io.headstart.run.ReadRuns;
import io.headstart.run.Run;
import io.headstart.run.RunView;
import io.headstart.run.Runs;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks a run's model something: its row, and a worker where none is there yet. */
@ApplicationScoped
public class AskQuestion {
  /** Questions of a team that may wait at once. */
  private static final int MOST_WAITING = 20;

  /** Pictures of a team that are kept at once. */
  private static final int MOST_PICTURES = 100;

  private final TryQuestions questions;
  private final TrySessions sessions;
  private final StartTry start;
  private final Runs runs;
  private final ReadRuns read;
  private final ObjectStore store;
  private final Bells bells;
  private final TeamContext context;
  private final TeamWork work;
  private final ModelConfig config;

  AskQuestion(
      TryQuestions questions,
      TrySessions sessions,
      StartTry start,
      Runs runs,
      ReadRuns read,
      ObjectStore store,
      Bells bells,
      TeamContext context,
      TeamWork work,
      ModelConfig config) {
    this.questions = questions;
    this.sessions = sessions;
    this.start = start;
    this.runs = runs;
    this.read = read;
    this.store = store;
    this.bells = bells;
    this.context = context;
    this.work = work;
    this.config = config;
  }

  /**
   * A question that was taken.
   *
   * @param id of it
   * @param picture where its picture has to be put first; empty for a text
   */
  public record Asked(UUID id, Optional<ObjectKey> picture) {}

  /**
   * Asks a text, or declares a picture. Must be called outside any transaction.
   *
   * @param number of a run that has succeeded
   * @param by who asks
   * @throws Problem 404 without such a run; 409 when it has no model, too many questions wait or
   *     the team's queue is full; 422 for what can't be asked
   */
  public Asked ask(long number, NewQuestion wanted, UUID by) {
    TeamRef team = context.team();
    TryQuestion asked =
        work.call(
            team,
            () -> {
              Modality modality = modality(number);
              wanted.mustBe(modality);
              Run run = runs.numbered(number).orElseThrow(Problem::notFound);
              TryQuestion question = row(team, run, by);
              if (modality == Modality.PICTURES) {
                picture(question, wanted);
              } else {
                question.content = wanted.checkedText();
                open(team, question);
              }
              room(modality);
              questions.persist(question);
              return question;
            });
    ring(team, asked.runId);
    return new Asked(
        asked.id,
        asked.pictureKey == null ? Optional.empty() : Optional.of(new ObjectKey(asked.pictureKey)));
  }

  /**
   * The picture is in the store; a repeat changes nothing. Must be called outside any transaction.
   *
   * @throws Problem 404 without such a question; 409 while nothing was put; 422 when its size is
   *     another one: then the question is deleted
   */
  public void complete(long number, UUID id) {
    TeamRef team = context.team();
    TryQuestion declared = work.call(team, () -> find(number, id, false));
    if (declared.state != QuestionState.UPLOADING) {
      return;
    }
    ObjectKey key = new ObjectKey(String.valueOf(declared.pictureKey));
    long size = declared.pictureSize == null ? 0 : declared.pictureSize;
    Optional<StoredObject> found = store.stat(key);
    if (found.isEmpty()) {
      throw new Problem(
          409,
          "nothing-uploaded",
          "The picture is not in the store yet",
          List.of(new Item(null, "Nothing was uploaded.", "PUT it to the upload's URL first.")));
    }
    if (found.get().size() != size) {
      store.delete(key);
      work.run(team, () -> questions.deleteById(new TryQuestion.Key(team.id(), id)));
      throw new Problem(
          422,
          "size-differs",
          "The upload has %d bytes, %d were declared".formatted(found.get().size(), size),
          List.of(new Item("size", "Nothing of it was kept.", "Ask again with the file's size.")));
    }
    work.run(
        team,
        () -> {
          TryQuestion question = find(number, id, true);
          if (question.state == QuestionState.UPLOADING) {
            open(team, question);
          }
        });
    ring(team, declared.runId);
  }

  private Modality modality(long number) {
    RunView run = read.one(number);
    if (run.job().state() != JobState.SUCCEEDED) {
      throw new Problem(
          409,
          "no-result",
          "Run " + number + " has no model",
          List.of(
              new Item(
                  null,
                  "Only a run that has succeeded can be asked.",
                  "Wait until it has, or take another one.")));
    }
    return run.settings().pictures() == null ? Modality.TEXT : Modality.PICTURES;
  }

  private TryQuestion find(long number, UUID id, boolean lock) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    return (lock ? questions.locked(run, id) : questions.of(run, id))
        .orElseThrow(Problem::notFound);
  }

  private static TryQuestion row(TeamRef team, Run run, UUID by) {
    TryQuestion question = new TryQuestion();
    question.teamId = team.id();
    question.id = UUID.randomUUID();
    question.runId = run.id();
    question.createdBy = by;
    question.createdAt = now();
    return question;
  }

  private void picture(TryQuestion question, NewQuestion wanted) {
    question.state = QuestionState.UPLOADING;
    question.pictureSize = wanted.checkedSize(config.largestPicture().asLongValue());
    question.pictureName = wanted.label();
    question.pictureKey = ObjectKey.ofTeam(question.teamId, "try/" + question.id).value();
  }

  /** From now on a worker may take it; locked against the end of the worker that is there. */
  private void open(TeamRef team, TryQuestion question) {
    sessions.lock(question.runId);
    start.start(team, question.runId, question.createdBy);
    question.state = QuestionState.OPEN;
    question.askedAt = now();
  }

  private void room(Modality modality) {
    if (questions.waiting() >= MOST_WAITING) {
      throw full(MOST_WAITING + " questions of this team wait already", "Wait for their answers.");
    }
    if (modality == Modality.PICTURES && questions.pictures() >= MOST_PICTURES) {
      throw full(
          MOST_PICTURES + " pictures of this team are kept already",
          "They go by themselves; ask again later.");
    }
  }

  private static Problem full(String title, String way) {
    return new Problem(409, "too-many-questions", title, List.of(new Item(null, title + ".", way)));
  }

  private void ring(TeamRef team, UUID run) {
    Optional<JobRef> job = work.call(team, () -> sessions.alive(team, run));
    job.ifPresent(answering -> bells.ring(answering.id()));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
