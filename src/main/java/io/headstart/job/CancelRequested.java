package io.headstart.job;

/**
 * A job whose worker may live was cancelled. Observe it after the commit; it may get lost in a
 * crash, the sweep then finds the job CANCELLING.
 *
 * @param attempt the attempt to be ended
 */
public record CancelRequested(AttemptRef attempt) {}
