package io.headstart.team;

import io.headstart.platform.tenancy.TeamRef;

/**
 * A team, seen by one of its members.
 *
 * @param team the team
 * @param slug its name in addresses
 * @param name its name in words
 * @param role what the member may do there
 */
public record Seat(TeamRef team, String slug, String name, Role role) {}
