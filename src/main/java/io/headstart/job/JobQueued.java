package io.headstart.job;

/**
 * A job has been queued, or queued again. Observe it after the commit; it may get lost in a crash,
 * and whoever observes it must do nothing that a slow tick does not do too.
 *
 * @param job the job
 */
public record JobQueued(JobRef job) {}
