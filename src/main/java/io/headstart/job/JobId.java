package io.headstart.job;

import java.io.Serializable;
import java.util.UUID;

/** Key of {@link Job}. */
record JobId(UUID teamId, UUID id) implements Serializable {}
