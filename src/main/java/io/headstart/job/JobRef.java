package io.headstart.job;

import io.headstart.platform.tenancy.TeamRef;
import java.util.UUID;

/**
 * A job, with the team that owns it.
 *
 * @param team owner
 * @param id second part of the key of {@code jobs}
 */
public record JobRef(TeamRef team, UUID id) {}
