package io.headstart.job;

import java.io.Serializable;
import java.util.UUID;

/** Key of {@link Attempt}. */
record AttemptId(UUID teamId, UUID jobId, int number) implements Serializable {}
