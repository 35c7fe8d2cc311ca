package io.headstart.platform.tenancy;

import java.util.UUID;

/**
 * A team, by its id.
 *
 * @param id primary key of {@code teams}; the value of {@code team_id} everywhere
 */
public record TeamRef(UUID id) {}
