package io.headstart.job;

/**
 * A job has reached a final state. Observe it after the commit; it may get lost in a crash.
 *
 * @param job the job
 * @param state that state
 */
public record JobFinished(JobRef job, JobState state) {}
