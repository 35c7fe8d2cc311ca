package io.headstart.job;

/**
 * A job and one of its attempts as they stand while the job's row is locked: nobody moves either
 * before the transaction ends.
 *
 * @param job the job
 * @param attempt the attempt that was asked for
 */
public record Standing(JobView job, AttemptView attempt) {
  /** Whether the attempt is the job's latest. */
  public boolean isLatest() {
    return job.attempt() == attempt.number();
  }
}
