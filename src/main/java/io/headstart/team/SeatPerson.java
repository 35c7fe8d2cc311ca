package io.headstart.team;

import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Gives somebody a role in a team, for the administrator, who needn't belong to it. */
@ApplicationScoped
public class SeatPerson {
  private final AcrossTeams across;
  private final People people;
  private final Audit audit;

  SeatPerson(AcrossTeams across, People people, Audit audit) {
    this.across = across;
    this.people = people;
    this.audit = audit;
  }

  /**
   * Gives a user a role in a team, or takes it (null); their API tokens there end with it.
   *
   * @throws Problem 404 when there's no such user or team, 409 for the last owner
   */
  public void seat(UUID actor, TeamRef team, UUID user, @Nullable Role role) {
    people.require(user);
    across.run(
        database -> {
          lock(database, team);
          if (role != Role.OWNER) {
            keepAnOwner(database, team, user);
          }
          if (role == null) {
            database
                .createNativeMutationQuery(
                    "delete from memberships where team_id = ?1 and user_id = ?2")
                .setParameter(1, team.id())
                .setParameter(2, user)
                .executeUpdate();
          } else {
            database
                .createNativeMutationQuery(
                    "insert into memberships (team_id, user_id, role) values (?1, ?2, ?3)"
                        + " on conflict (team_id, user_id) do update set role = excluded.role")
                .setParameter(1, team.id())
                .setParameter(2, user)
                .setParameter(3, role.name())
                .executeUpdate();
          }
          audit.across(
              database,
              team,
              actor,
              role == null ? "member-removed" : "member-role",
              user + (role == null ? "" : " " + role));
        });
  }

  private static void keepAnOwner(StatelessSession database, TeamRef team, UUID user) {
    List<UUID> owners =
        Column.of(
                database,
                "select user_id from memberships where team_id = ?1 and role = 'OWNER' for update",
                UUID.class)
            .setParameter(1, team.id())
            .list();
    if (owners.equals(List.of(user))) {
      throw MemberChanges.lastOwner();
    }
  }

  private static void lock(StatelessSession database, TeamRef team) {
    boolean there =
        Column.of(database, "select id from teams where id = ?1 for update", UUID.class)
            .setParameter(1, team.id())
            .uniqueResultOptional()
            .isPresent();
    if (!there) {
      throw Problem.notFound();
    }
  }
}
