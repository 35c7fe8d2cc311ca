package io.headstart.testsupport;

import io.headstart.platform.tenancy.TeamRef;

/**
 * A team of its own for one test, with somebody of each role.
 *
 * @param team the team
 * @param slug its name in addresses
 * @param viewer reads
 * @param member uploads and starts
 * @param owner manages
 */
public record Crew(TeamRef team, String slug, Person viewer, Person member, Person owner) {
  /** Path of the team's pages. */
  public String pages() {
    return "/teams/" + slug;
  }

  /** Path of the team's API. */
  public String api() {
    return "/api/v1/teams/" + slug;
  }
}
