package io.headstart.team;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who has proved who they are, with everything that a request may need to know of them.
 *
 * @param id primary key of {@code users}
 * @param email in lower case
 * @param name as shown on pages
 * @param platformAdmin whether they may administer the installation
 * @param seats their teams, by name
 */
public record Account(UUID id, String email, String name, boolean platformAdmin, List<Seat> seats) {

  /** The seat in the team of this slug. */
  public Optional<Seat> seat(String slug) {
    return seats.stream().filter(s -> s.slug().equals(slug)).findFirst();
  }
}
