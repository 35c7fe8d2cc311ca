package io.headstart.worker.task;

/**
 * A text as its model reads it.
 *
 * @param ids of its tokens, the special ones included, at least one and at most the maximum
 * @param cut true when the text was longer than the maximum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tokens(int[] ids, boolean cut) {}
