package io.headstart.job;

import io.headstart.protocol.Outcome;
import java.util.Optional;

/**
 * A kind of work, the hinge between the queue and the rooms that need something done: {@code
 * dispatch} knows jobs only; {@code run} and {@code dataset} each implement this as a bean.
 * Implementations are stateless and thread-safe.
 */
public interface JobKind {
  /** Name of the kind in {@code jobs.kind} and in the protocol; never changes. */
  String name();

  /**
   * What the worker has to do. Called as team work of the job's team, any number of times, with the
   * same answer each time.
   */
  Work work(JobRef job);

  /**
   * Takes in what a worker has committed. Called outside any transaction, after every file of the
   * outcome was verified: read here what is needed from the store. What it returns runs once inside
   * the transaction that makes the job SUCCEEDED, as team work; when that is rolled back, nothing
   * happened. May be called again for the same outcome.
   *
   * @param prefix key under which the outcome's files lie, ends with {@code /}
   * @throws io.headstart.platform.problem.Problem when the outcome can't be right (422: the attempt
   *     then fails)
   */
  Runnable takeIn(JobRef job, String prefix, Outcome outcome);

  /**
   * What people of its team call a job, such as {@code run 12}; empty when it has no name. Called
   * as team work.
   */
  default Optional<String> label(JobRef job) {
    return Optional.empty();
  }

  /**
   * The job has ended without success; runs inside the same transaction, as team work. The reason
   * stands in the job's row already.
   */
  default void endedWithout(JobRef job, JobState state) {}
}
