package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.AttemptTokens;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets only attempts into {@code /worker}: the token's signature is checked, it must name the job
 * and attempt of the address, and the team of the request comes from it.
 */
public class AttemptTokenFilter {
  private final AttemptTokens tokens;
  private final CallingAttempt caller;
  private final TeamContext team;

  AttemptTokenFilter(AttemptTokens tokens, CallingAttempt caller, TeamContext team) {
    this.tokens = tokens;
    this.caller = caller;
    this.team = team;
  }

  /** Lets the request through, or throws 401 (no token of ours) or 403 (of another attempt). */
  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public void check(ContainerRequestContext request) {
    var path = request.getUriInfo().getPath();
    if (!path.startsWith("/worker/") && !path.startsWith("worker/")) {
      return;
    }
    var header = request.getHeaderString("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw refused();
    }
    var claim = tokens.read(header.substring(7).strip()).orElseThrow(AttemptTokenFilter::refused);
    var parameters = request.getUriInfo().getPathParameters();
    var attempt = claim.attempt();
    if (!attempt.job().id().toString().equals(parameters.getFirst("job"))
        || !Integer.toString(attempt.number()).equals(parameters.getFirst("attempt"))) {
      throw new Problem(403, "another-attempt", "This token belongs to another attempt");
    }
    caller.enter(claim);
    team.enter(attempt.job().team());
  }

  private static Problem refused() {
    return new Problem(401, "attempt-token-needed", "This address needs the token of an attempt");
  }
}
