package io.headstart.team;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/** Who and where one is, for programs: a first call to see that a token works. */
@Path("/api/v1/teams/{team}")
@Produces(MediaType.APPLICATION_JSON)
public class TeamApi {
  private final CurrentUser current;

  TeamApi(CurrentUser current) {
    this.current = current;
  }

  /**
   * The team, seen by the token's user.
   *
   * @param slug in addresses
   * @param name in words
   * @param user name of the user
   * @param role viewer, member or owner
   */
  public record View(String slug, String name, String user, String role) {}

  /** The team of the address. */
  @GET
  public View team() {
    Seat seat = current.seat().orElseThrow();
    return new View(
        seat.slug(), seat.name(), current.name(), seat.role().name().toLowerCase(Locale.ROOT));
  }
}
