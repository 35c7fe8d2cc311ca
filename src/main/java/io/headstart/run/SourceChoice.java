package io.headstart.run;

import java.util.UUID;

/**
 * The finished run whose weights another begins with.
 *
 * @param id second part of its key
 * @param run its number
 * @param keepsHead whether its head is taken over too
 */
record SourceChoice(UUID id, long run, boolean keepsHead) {}
