package io.headstart.platform.tenancy;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/**
 * The team that the current request works for. Filled once, by the filter that has checked the
 * membership (pages and API) or the attempt's token (worker API); read by {@link InTeam}.
 */
@RequestScoped
public class TeamContext {
  private @Nullable TeamRef team;

  /**
   * The team of this request.
   *
   * @throws IllegalStateException when no filter has named one
   */
  public TeamRef team() {
    if (team == null) {
      throw new IllegalStateException("this request works for no team");
    }
    return team;
  }

  /** Whether a filter has named a team. */
  public boolean isSet() {
    return team != null;
  }

  /**
   * Names the team, once.
   *
   * @throws IllegalStateException when another one was named before
   */
  public void enter(TeamRef team) {
    if (this.team != null && !this.team.equals(team)) {
      throw new IllegalStateException("this request works for another team");
    }
    this.team = team;
  }
}
