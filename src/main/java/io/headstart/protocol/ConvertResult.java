package io.headstart.protocol;

/**
 * Result of a job of kind {@link Protocol#CONVERT}.
 *
 * @param tensors that the form holds
 */
public record ConvertResult(long tensors) {}
