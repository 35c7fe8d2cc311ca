package io.headstart.team;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes an API token for the current user in the current team. */
@ApplicationScoped
@InTeam
class CreateApiToken {
  /** Lives that the form offers, in days. */
  static final Set<Integer> DAYS = Set.of(7, 30, 90, 365);

  /** Living tokens that one user may have in a team. */
  static final int MOST = 50;

  private final ApiTokens tokens;
  private final CurrentUser current;
  private final Audit audit;

  CreateApiToken(ApiTokens tokens, CurrentUser current, Audit audit) {
    this.tokens = tokens;
    this.current = current;
    this.audit = audit;
  }

  /**
   * Makes one.
   *
   * @param days life, one of {@link #DAYS}
   * @return the token; it's nowhere stored and can't be shown again
   * @throws Problem 422 naming {@code name} or {@code days}, 409 when there are too many
   */
  Secret create(String name, TokenScope scope, int days) {
    List<Problem.Item> faults = new ArrayList<>();
    if (name.isBlank() || name.strip().length() > 80) {
      faults.add(
          new Problem.Item(
              "name",
              "A name is needed.",
              "Use between 1 and 80 characters that say what the token is for."));
    }
    if (!DAYS.contains(days)) {
      faults.add(
          new Problem.Item("days", "This life isn't offered.", "Choose 7, 30, 90 or 365 days."));
    }
    if (!faults.isEmpty()) {
      throw new Problem(422, "validation", "The token can't be made like this", faults);
    }
    if (tokens.living(current.id(), false).size() >= MOST) {
      throw new Problem(
          409,
          "too-many-tokens",
          "You have " + MOST + " API tokens in this team already",
          List.of(new Problem.Item(null, "each is a risk", "Revoke those that nobody uses.")));
    }
    Secret secret = Secret.withPrefix("hs_");
    Instant now = Clock.systemUTC().instant();
    tokens.persist(
        new ApiToken(
            new MembershipId(current.team().id(), current.id()),
            name.strip(),
            secret,
            scope,
            now,
            now.plus(Duration.ofDays(days))));
    audit.inTeam(current.team(), current.id(), "token-created", name.strip());
    return secret;
  }
}
