package io.headstart.model.tryout;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.job.AnsweringKind;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.Jobs;
import io.headstart.job.Work;
import io.headstart.model.ModelConfig;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.ObjectRef;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll.Reply;
import io.headstart.protocol.Questions;
import io.headstart.protocol.TrainSpec;
import io.headstart.protocol.TryResult;
import io.headstart.protocol.TrySpec;
import io.headstart.run.PictureChoice;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunResult;
import io.headstart.run.RunView;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.PresignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs that answer questions to a run's model. */
@ApplicationScoped
public class TryKind implements AnsweringKind {
  /** A question that two workers took and neither answered is not given to a third. */
  private static final int MOST_TIMES = 2;

  private final TrySessions sessions;
  private final TryQuestions questions;
  private final TakeReplies replies;
  private final StartTry start;
  private final ReadRuns runs;
  private final Jobs jobs;
  private final PresignedUrls urls;
  private final ModelConfig config;

  TryKind(
      TrySessions sessions,
      TryQuestions questions,
      TakeReplies replies,
      StartTry start,
      ReadRuns runs,
      Jobs jobs,
      PresignedUrls urls,
      ModelConfig config) {
    this.sessions = sessions;
    this.questions = questions;
    this.replies = replies;
    this.start = start;
    this.runs = runs;
    this.jobs = jobs;
    this.urls = urls;
    this.config = config;
  }

  @Override
  public String name() {
    return Protocol.TRY;
  }

  @Override
  public Optional<String> label(JobRef job) {
    return sessions.run(job).map(run -> "a try of run " + view(run).number());
  }

  @Override
  public Work work(JobRef job) {
    RunView run = view(run(job));
    RunResult result = runs.result(run.number());
    if (result == null) {
      throw Problem.notFound();
    }
    PictureChoice pictures = run.settings().pictures();
    Integer tokens = run.settings().maxTokens();
    TrySpec spec =
        new TrySpec(
            run.number(),
            run.version().labels(),
            tokens == null ? 0 : tokens,
            pictures == null ? null : pictures.with(run.base()),
            config.largestPicture().asLongValue(),
            config.tryIdle(),
            config.tryMayTake());
    return new Work(Protocol.json().valueToTree(spec), Map.of(TrainSpec.ARCHIVE, result.archive()));
  }

  @Override
  public void answered(AttemptRef attempt, List<Reply> said) {
    if (!said.isEmpty()) {
      UUID run = run(attempt.job());
      replies.take(run, view(run).version().labels().size(), giving(attempt), said);
    }
  }

  @Override
  public Questions questions(AttemptRef attempt, int most) {
    UUID run = run(attempt.job());
    Instant oldest = Instant.now().minus(config.questionsKept());
    if (!questions.hasOpen(run, oldest)) {
      return new Questions(List.of());
    }
    String me = giving(attempt);
    List<Questions.Question> given = new ArrayList<>();
    for (TryQuestion question : questions.open(run)) {
      boolean again = !me.equals(question.givenTo);
      if (again && question.timesGiven >= MOST_TIMES) {
        TakeReplies.fail(
            question,
            "Two workers ended while they had this question.",
            "Ask something else, or tell the administrator.");
      } else if (given.size() < most && question.createdAt.isAfter(oldest)) {
        question.timesGiven += again ? 1 : 0;
        question.givenTo = me;
        given.add(
            new Questions.Question(question.id.toString(), question.content, picture(question)));
      }
    }
    return new Questions(given);
  }

  private @Nullable ObjectRef picture(TryQuestion question) {
    String key = question.pictureKey;
    Long size = question.pictureSize;
    return key == null || size == null
        ? null
        : new ObjectRef(urls.workerGet(new ObjectKey(key)), size, "");
  }

  @Override
  public Runnable takeIn(JobRef job, String prefix, Outcome outcome) {
    try {
      Protocol.json().treeToValue(outcome.result(), TryResult.class);
    } catch (JsonProcessingException e) {
      throw new Problem(
          422, "outcome-refused", "Its result can't be read: " + e.getOriginalMessage());
    }
    return () -> goOn(job);
  }

  /** Who asked while the worker was about to end gets another one. */
  private void goOn(JobRef job) {
    UUID run = run(job);
    sessions.lock(run);
    sessions.end(job);
    List<TryQuestion> open = questions.open(run);
    if (open.isEmpty()) {
      return;
    }
    try {
      start.start(job.team(), run, open.get(0).createdBy);
    } catch (Problem full) {
      open.forEach(question -> TakeReplies.fail(question, full.title() + ".", "Ask again later."));
    }
  }

  @Override
  public void endedWithout(JobRef job, JobState state) {
    Optional<UUID> run = sessions.run(job);
    if (run.isEmpty()) {
      return;
    }
    sessions.lock(run.get());
    sessions.end(job);
    String why = jobs.find(job.id()).map(ended -> ended.reasonDetail()).orElse(state.name());
    questions
        .open(run.get())
        .forEach(
            question ->
                TakeReplies.fail(question, "No worker could answer: " + why + ".", "Ask again."));
  }

  private UUID run(JobRef job) {
    return sessions.run(job).orElseThrow(Problem::notFound);
  }

  private RunView view(UUID run) {
    return runs.ofIds(List.of(run)).get(0);
  }

  private static String giving(AttemptRef attempt) {
    return attempt.job().id() + "/" + attempt.number();
  }
}
