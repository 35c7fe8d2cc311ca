package io.headstart.team;

import java.io.Serializable;
import java.util.UUID;

/**
 * Key of {@link ApiToken}.
 *
 * @param teamId the team
 * @param id random
 */
public record ApiTokenId(UUID teamId, UUID id) implements Serializable {}
