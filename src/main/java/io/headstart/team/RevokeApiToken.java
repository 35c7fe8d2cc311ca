package io.headstart.team;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Ends an API token at once: one's own, or as owner anybody's of the team. */
@ApplicationScoped
@InTeam
class RevokeApiToken {
  private final ApiTokens tokens;
  private final CurrentUser current;
  private final Audit audit;

  RevokeApiToken(ApiTokens tokens, CurrentUser current, Audit audit) {
    this.tokens = tokens;
    this.current = current;
    this.audit = audit;
  }

  /**
   * Revokes it; once more does nothing.
   *
   * @throws Problem 404 when there's no such token, or none that the user may see
   */
  void revoke(UUID id) {
    ApiToken token =
        tokens
            .of(current.team().id(), id)
            .filter(t -> t.userId().equals(current.id()) || current.may(Role.OWNER))
            .orElseThrow(Problem::notFound);
    token.revoke(Clock.systemUTC().instant());
    audit.inTeam(current.team(), current.id(), "token-revoked", token.name());
  }
}
