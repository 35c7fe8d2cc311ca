package io.headstart.model.tryout;

import io.headstart.job.Bells;
import io.headstart.job.JobState;
import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import io.headstart.job.live.Told;
import io.headstart.model.ModelConfig;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.QuestionPoll;
import io.headstart.run.ReadRuns;
import io.headstart.run.Run;
import io.headstart.run.Runs;
import io.headstart.storage.ObjectKey;
import io.headstart.team.MemberNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Reads questions and their answers, and waits for answers. */
@ApplicationScoped
public class ReadQuestions {
  /** Questions on a page. */
  private static final int SHOWN = 10;

  /** Longest wait of a request for an answer. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** How soon an answer is seen that came through another server. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Requests that may wait at once: each holds a thread; the others are answered at once. */
  private final Semaphore waiting = new Semaphore(24);

  private final TryQuestions questions;
  private final TrySessions sessions;
  private final Runs runs;
  private final ReadRuns read;
  private final Jobs jobs;
  private final QueuePlaces places;
  private final MemberNames people;
  private final Bells bells;
  private final TeamContext context;
  private final TeamWork work;
  private final ModelConfig config;

  ReadQuestions(
      TryQuestions questions,
      TrySessions sessions,
      Runs runs,
      ReadRuns read,
      Jobs jobs,
      QueuePlaces places,
      MemberNames people,
      Bells bells,
      TeamContext context,
      TeamWork work,
      ModelConfig config) {
    this.questions = questions;
    this.sessions = sessions;
    this.runs = runs;
    this.read = read;
    this.jobs = jobs;
    this.places = places;
    this.people = people;
    this.bells = bells;
    this.context = context;
    this.work = work;
    this.config = config;
  }

  /**
   * The newest questions to a run.
   *
   * @throws Problem 404 without such a run
   */
  public List<QuestionView> newest(long number) {
    return work.call(
        context.team(),
        () -> {
          Run run = runs.numbered(number).orElseThrow(Problem::notFound);
          return views(run, questions.newest(run, SHOWN));
        });
  }

  /**
   * One question, as it is when it has its answer or when the time is over; one whose picture isn't
   * there yet is not waited for. Must be called outside any transaction.
   *
   * @param wait at most {@link #LONGEST_WAIT}
   * @throws Problem 404 without such a question; it may have been deleted by now
   */
  public QuestionView one(long number, UUID id, Duration wait) {
    TeamRef team = context.team();
    long end =
        System.nanoTime() + (wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).toNanos();
    boolean mayWait = !wait.isZero() && waiting.tryAcquire();
    try {
      while (true) {
        Bells.Listening bell = bells.listen(id);
        QuestionView found = work.call(team, () -> view(number, id));
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (!mayWait || found.state() != QuestionState.OPEN || left.isNegative() || left.isZero()) {
          bell.leave();
          return found;
        }
        bell.await(left.compareTo(LOOK) < 0 ? left : LOOK);
      }
    } finally {
      if (mayWait) {
        waiting.release();
      }
    }
  }

  /**
   * Where the picture is that a question was about.
   *
   * @throws Problem 404 without such a question, or unless it was answered: nothing else is known
   *     to be a picture
   */
  ObjectKey picture(long number, UUID id) {
    return work.call(
        context.team(),
        () -> {
          Run run = runs.numbered(number).orElseThrow(Problem::notFound);
          TryQuestion question = questions.of(run, id).orElseThrow(Problem::notFound);
          if (question.state != QuestionState.ANSWERED || question.pictureKey == null) {
            throw Problem.notFound();
          }
          return new ObjectKey(question.pictureKey);
        });
  }

  private QuestionView view(long number, UUID id) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    TryQuestion question = questions.of(run, id).orElseThrow(Problem::notFound);
    return views(run, List.of(question)).get(0);
  }

  private List<QuestionView> views(Run run, List<TryQuestion> shown) {
    List<String> labels =
        shown.stream().anyMatch(question -> question.answer != null)
            ? read.one(run.number()).version().labels()
            : List.of();
    JobView job =
        shown.stream().allMatch(question -> question.state.isDone())
            ? null
            : sessions
                .alive(context.team(), run.id())
                .flatMap(answering -> jobs.find(answering.id()))
                .orElse(null);
    String waits = job == null ? "" : waits(job);
    MemberNames.Names names =
        people.of(shown.stream().map(question -> question.createdBy).toList());
    return shown.stream().map(question -> view(run, question, labels, job, waits, names)).toList();
  }

  private String waits(JobView job) {
    String queue = places.of(job.ref()).map(QueuePlace::words).orElse(null);
    String told = Told.of(job, queue).reason();
    return told.isEmpty() && job.state() == JobState.RUNNING ? "The worker is at it" : told;
  }

  private QuestionView view(
      Run run,
      TryQuestion question,
      List<String> labels,
      @Nullable JobView job,
      String waits,
      MemberNames.Names names) {
    QuestionPoll.Answer said = question.said();
    boolean open = !question.state.isDone();
    return new QuestionView(
        question.id,
        run.number(),
        question.state,
        question.content,
        question.pictureName,
        said == null ? List.of() : shares(said, labels),
        said == null ? null : (Double) said.milliseconds(),
        said != null && said.cut(),
        question.why,
        question.wayOut,
        open && job != null ? job.state() : null,
        open ? waits : "",
        names.of(question.createdBy),
        question.createdAt,
        question.createdAt.plus(config.questionsKept()));
  }

  private static List<QuestionView.Share> shares(QuestionPoll.Answer said, List<String> labels) {
    List<QuestionView.Share> shares = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      shares.add(new QuestionView.Share(labels.get(i), said.probabilities().get(i)));
    }
    shares.sort(Comparator.comparingDouble(QuestionView.Share::probability).reversed());
    return shares;
  }
}
