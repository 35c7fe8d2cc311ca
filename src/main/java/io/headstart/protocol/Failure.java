package io.headstart.protocol;

/**
 * {@code POST …/fail}: the attempt can't be done; the process then exits with the same code.
 *
 * @param instance id of the process
 * @param exit why, as an exit code; decides whether it is tried again
 * @param reason short constant for machines, e.g. {@code loss-not-finite}
 * @param sentence what happened and what to change, for people
 */
public record Failure(String instance, ExitCode exit, String reason, String sentence) {}
