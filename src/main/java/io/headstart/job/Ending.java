package io.headstart.job;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ends without an outcome.
 *
 * @param state FAILED, CANCELLED or LOST
 * @param retryClass the limit of repetition that it counts on, for {@code attempts.retry_class}
 * @param code why, for machines
 * @param detail why, one sentence for people
 * @param exitCode of its process, or null when nobody saw it
 * @param gone whether its process is known to be gone
 */
public record Ending(
    AttemptState state,
    String retryClass,
    String code,
    String detail,
    @Nullable Integer exitCode,
    boolean gone) {}
