package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.Superseded;
import io.headstart.job.AnsweringKind;
import io.headstart.job.AttemptRef;
import io.headstart.job.Bells;
import io.headstart.job.JobKinds;
import io.headstart.job.JobLifecycle;
import io.headstart.job.Standing;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.Questions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Passes answers from a worker to the kind of its job, and waits for more questions for it. */
@ApplicationScoped
class PassQuestions {
  /** How soon a question is seen that was asked through another server. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final TeamWork work;
  private final JobLifecycle lifecycle;
  private final JobKinds kinds;
  private final Bells bells;

  PassQuestions(TeamWork work, JobLifecycle lifecycle, JobKinds kinds, Bells bells) {
    this.work = work;
    this.lifecycle = lifecycle;
    this.kinds = kinds;
    this.bells = bells;
  }

  /**
   * Takes in the answers, then waits for questions as long as was asked for. No transaction is open
   * meanwhile.
   *
   * @throws Problem 409 for an attempt that is over; 422 for a job that takes no questions
   */
  Questions pass(AttemptRef attempt, long epoch, QuestionPoll poll) {
    long wait = Math.max(0, Math.min(poll.waitMillis(), QuestionPoll.LONGEST_WAIT_MILLIS));
    int most = Math.max(0, Math.min(poll.most(), QuestionPoll.MOST));
    long end = System.nanoTime() + Duration.ofMillis(wait).toNanos();
    work.run(
        attempt.job().team(), () -> kind(attempt, epoch, poll).answered(attempt, poll.replies()));
    poll.replies().forEach(reply -> bells.ring(UUID.fromString(reply.question())));
    while (true) {
      Bells.Listening bell = bells.listen(attempt.job().id());
      Questions found =
          work.call(
              attempt.job().team(),
              () ->
                  most == 0
                      ? new Questions(List.of())
                      : kind(attempt, epoch, poll).questions(attempt, most));
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!found.questions().isEmpty() || left.isNegative() || left.isZero()) {
        bell.leave();
        return found;
      }
      bell.await(left.compareTo(LOOK) < 0 ? left : LOOK);
    }
  }

  private AnsweringKind kind(AttemptRef attempt, long epoch, QuestionPoll poll) {
    Standing standing = lifecycle.lock(attempt).orElseThrow(Superseded::new);
    Superseded.unlessRunning(standing, poll.instance());
    if (standing.attempt().epoch() != epoch) {
      throw new Superseded();
    }
    if (kinds.named(standing.job().kind()) instanceof AnsweringKind answering) {
      return answering;
    }
    throw new Problem(
        422, "no-questions", "Jobs of kind " + standing.job().kind() + " take no questions");
  }
}
