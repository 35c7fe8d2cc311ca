package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.job.AttemptRef;
import io.headstart.job.AttemptState;
import io.headstart.job.JobRef;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.QueueFixture;
import io.headstart.testsupport.WorkerClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Plays one random sequence: a number says which step, and with which job or worker. */
final class QueuePlay {
  enum Step {
    SUBMIT,
    DISPATCH,
    START,
    BEAT,
    UPLOAD,
    COMMIT,
    FAIL,
    CANCEL,
    HEAR,
    STOP,
    EXPIRE,
    DIE,
    SWEEP,
    QUOTA,
    CAPACITY
  }

  /**
   * Submitting, dispatching and starting come more often, so that there is something to play with.
   */
  private static final List<Step> DEAL = deal();

  private final QueueFixture queue;
  private final FakeLauncher launcher;
  private final String slotClass;
  private final List<TeamRef> teams;
  private final List<JobRef> jobs = new ArrayList<>();
  private final List<QueueFixture.Running> workers = new ArrayList<>();
  private final Set<AttemptRef> claimed = new HashSet<>();
  private long steps;

  QueuePlay(QueueFixture queue, FakeLauncher launcher) {
    this.queue = queue;
    this.launcher = launcher;
    slotClass = queue.slotClass(3);
    teams = List.of(queue.team(), queue.team());
    teams.forEach(team -> queue.quota(team, slotClass, 2, 3));
  }

  private static List<Step> deal() {
    var deal = new ArrayList<>(List.of(Step.values()));
    deal.addAll(List.of(Step.SUBMIT, Step.SUBMIT, Step.DISPATCH, Step.DISPATCH));
    deal.addAll(List.of(Step.START, Step.START, Step.START, Step.SWEEP));
    return List.copyOf(deal);
  }

  /**
   * @return the step, or empty when there was nothing to do it with
   */
  Optional<Step> step(int number) {
    var step = DEAL.get(number % DEAL.size());
    int choice = number / DEAL.size();
    return play(step, choice) ? Optional.of(step) : Optional.empty();
  }

  /** Starts a worker and plays the step; whether there was something to do it with. */
  boolean besideAWorker(Step step) {
    return play(Step.SUBMIT, 0)
        && play(Step.DISPATCH, 0)
        && play(Step.START, 0)
        && play(Step.SUBMIT, 1)
        && play(Step.DISPATCH, 0)
        && play(step, 0);
  }

  private boolean play(Step step, int choice) {
    steps++;
    return switch (step) {
      case SUBMIT -> submit(choice);
      case DISPATCH -> always(queue::dispatch);
      case START -> start(choice);
      case BEAT -> withWorker(choice, this::beat);
      case UPLOAD -> withWorker(choice, worker -> worker.worker().upload("f" + steps, new byte[1]));
      case COMMIT -> withWorker(choice, this::commit);
      case FAIL -> withWorker(choice, worker -> fail(worker, choice));
      case CANCEL -> withJob(choice, queue::cancel);
      case HEAR -> withJob(choice, queue::hearsOfCancel);
      case STOP -> withJob(choice, queue::stop);
      case EXPIRE -> withWorker(choice, worker -> queue.expire(worker.attempt(), "lease_until"));
      case DIE -> die(choice);
      case SWEEP -> always(queue::sweep);
      case QUOTA ->
          always(() -> queue.quota(teams.get(choice % 2), slotClass, choice % 4, choice % 5));
      case CAPACITY -> always(() -> queue.capacity(slotClass, choice % 4));
    };
  }

  private boolean submit(int choice) {
    try {
      jobs.add(queue.enqueue(teams.get(choice % 2), slotClass, 1 + choice / 2 % 2, choice % 3));
    } catch (Problem full) {
      assertEquals("queue-full", full.type());
    }
    return true;
  }

  /** The latest attempt of some job, if it was launched and nobody has claimed it in this play. */
  private boolean start(int choice) {
    for (int i = 0; i < jobs.size(); i++) {
      var job = jobs.get((choice + i) % jobs.size());
      var attempt = new AttemptRef(job, queue.job(job).attempt());
      if (attempt.number() > 0
          && !claimed.contains(attempt)
          && launcher.environment(attempt).isPresent()) {
        claimed.add(attempt);
        var worker = queue.worker(attempt);
        expect(attempt, AttemptState.CREATED, worker.start());
        workers.add(new QueueFixture.Running(attempt, worker));
        return true;
      }
    }
    return false;
  }

  private void beat(QueueFixture.Running worker) {
    var point = new Heartbeat.Point("loss", steps, 1, 1.0 / steps);
    var before = queue.job(worker.job()).lastEvent();
    int status = worker.worker().beat(List.of(point), List.of()).status();
    if (worker.attempt().number() < queue.job(worker.job()).attempt()) {
      assertEquals(409, status, "an attempt that was followed by another one");
      assertEquals(before, queue.job(worker.job()).lastEvent(), "it changes nothing");
    }
    assertTrue(status == 200 || status == 409, "status " + status);
  }

  private void commit(QueueFixture.Running worker) {
    var before = queue.attempt(worker.attempt()).state();
    int status = worker.worker().commit("done").status();
    if (before == AttemptState.SUCCEEDED || status == 204) {
      assertEquals(AttemptState.SUCCEEDED, queue.attempt(worker.attempt()).state());
    }
    assertTrue(status == 204 || status == 409, "status " + status);
  }

  private void fail(QueueFixture.Running worker, int choice) {
    var exits =
        List.of(
            ExitCode.BAD_INPUT,
            ExitCode.UNREACHABLE,
            ExitCode.UNAVAILABLE,
            ExitCode.CRASH,
            ExitCode.CANCELLED);
    var before = queue.attempt(worker.attempt()).state();
    expect(
        worker.attempt(),
        before == AttemptState.RUNNING ? before : null,
        worker.worker().fail(exits.get(choice % exits.size()), "played", "Played"));
  }

  private void expect(AttemptRef attempt, AttemptState before, WorkerClient.Answer answer) {
    boolean taken = answer.status() == 200 || answer.status() == 204;
    assertTrue(taken || answer.status() == 409, attempt + " " + before + " " + answer);
    assertTrue(before != null || !taken, "an attempt that had ended was moved: " + answer);
  }

  private boolean die(int choice) {
    return withWorker(
        choice,
        worker -> launcher.exit(worker.attempt(), List.of(0, 1, 68, 137, 143, 77).get(choice % 6)));
  }

  private boolean withWorker(int choice, Consumer<QueueFixture.Running> act) {
    if (workers.isEmpty()) {
      return false;
    }
    act.accept(workers.get(choice % workers.size()));
    return true;
  }

  private boolean withJob(int choice, Consumer<JobRef> act) {
    if (jobs.isEmpty()) {
      return false;
    }
    try {
      act.accept(jobs.get(choice % jobs.size()));
    } catch (Problem refused) {
      assertEquals(409, refused.status(), refused.type());
    }
    return true;
  }

  private static boolean always(Runnable act) {
    act.run();
    return true;
  }

  /** Everybody gives up: after that nothing may be held. */
  void end() {
    jobs.forEach(job -> withJob(jobs.indexOf(job), queue::cancel));
    jobs.forEach(queue::hearsOfCancel);
    for (int i = 0; i < 3; i++) {
      queue.sweep();
    }
    jobs.forEach(job -> assertTrue(queue.job(job).state().isDone(), queue.job(job).toString()));
  }

  long openReservations() {
    return teams.stream().mapToLong(queue::openReservations).sum();
  }
}
