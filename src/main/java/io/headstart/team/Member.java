package io.headstart.team;

import java.util.UUID;

/**
 * A member of a team, as pages show them.
 *
 * @param id the user
 * @param name as shown
 * @param email in lower case
 * @param role in this team
 */
public record Member(UUID id, String name, String email, Role role) {}
