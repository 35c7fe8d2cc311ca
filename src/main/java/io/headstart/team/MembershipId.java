package io.headstart.team;

import java.io.Serializable;
import java.util.UUID;

/**
 * Key of {@link Membership}.
 *
 * @param teamId the team
 * @param userId its member
 */
public record MembershipId(UUID teamId, UUID userId) implements Serializable {}
