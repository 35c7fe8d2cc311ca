package io.headstart.protocol;

/**
 * Result of a job of kind {@link Protocol#TRY}.
 *
 * @param answered number of questions that were answered
 * @param refused number of those that could not be
 */
public record TryResult(long answered, long refused) {}
