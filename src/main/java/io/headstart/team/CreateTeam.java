package io.headstart.team;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes a team, for the administrator. */
@ApplicationScoped
public class CreateTeam {
  private final AcrossTeams across;
  private final Audit audit;

  CreateTeam(AcrossTeams across, Audit audit) {
    this.across = across;
    this.audit = audit;
  }

  /**
   * Makes it, without members.
   *
   * @throws Problem 422 when slug or name can't be taken, naming {@code slug} or {@code name}
   */
  public TeamRef create(UUID actor, String slug, String name) {
    List<Problem.Item> faults = new ArrayList<>();
    if (!slug.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")) {
      faults.add(
          new Problem.Item(
              "slug",
              "This can't stand in an address.",
              "Use lower-case letters, digits and hyphens, at most 40, no hyphen at the ends."));
    }
    People.nameFault(name).ifPresent(faults::add);
    People.refuse(faults);
    return across.inTransaction(
        database -> {
          UUID id = UUID.randomUUID();
          int made =
              database
                  .createNativeMutationQuery(
                      "insert into teams (id, slug, name) values (?1, ?2, ?3)"
                          + " on conflict (slug) do nothing")
                  .setParameter(1, id)
                  .setParameter(2, slug)
                  .setParameter(3, name.strip())
                  .executeUpdate();
          if (made == 0) {
            People.refuse(
                List.of(
                    new Problem.Item("slug", "A team has this name already.", "Take another.")));
          }
          TeamRef team = new TeamRef(id);
          audit.across(database, team, actor, "team-created", slug);
          return team;
        });
  }
}
