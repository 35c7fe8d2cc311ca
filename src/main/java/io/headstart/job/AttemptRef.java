package io.headstart.job;

/**
 * One attempt at a job.
 *
 * @param job the job, with its team
 * @param number from 1, dense within the job
 */
public record AttemptRef(JobRef job, int number) {}
