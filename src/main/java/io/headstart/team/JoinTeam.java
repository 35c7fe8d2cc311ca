package io.headstart.team;

import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Uses an invitation, once: for whoever is signed in, or with a new account. */
@ApplicationScoped
class JoinTeam {
  private static final String LIVING =
      " and i.used_at is null and i.revoked_at is null and i.expires_at > clock_timestamp()";

  private final AcrossTeams across;
  private final Passwords passwords;
  private final Audit audit;

  JoinTeam(AcrossTeams across, Passwords passwords, Audit audit) {
    this.across = across;
    this.passwords = passwords;
    this.audit = audit;
  }

  /** Where the link leads, while it's good. */
  Optional<Invitation> look(Secret link) {
    return across.inTransaction(database -> living(database, link, ""));
  }

  /**
   * Joins with an account that is there. Somebody who may do as much already joins nothing, and the
   * link stays good.
   *
   * @throws Problem 404 when the link is used, too old or revoked
   */
  Invitation join(Secret link, UUID user) {
    return across.inTransaction(
        database -> {
          Invitation to = locked(database, link);
          Optional<Role> now =
              Column.of(
                      database,
                      "select role from memberships where team_id = ?1 and user_id = ?2",
                      String.class)
                  .setParameter(1, to.team().id())
                  .setParameter(2, user)
                  .uniqueResultOptional()
                  .map(Role::valueOf);
          if (now.isEmpty() || !now.get().covers(to.role())) {
            seat(database, link, to, user);
          }
          return to;
        });
  }

  /**
   * Makes an account and joins with it.
   *
   * @throws Problem 404 when the link is used, too old or revoked; 422 naming {@code email} when
   *     there is an account of this address
   */
  UUID joinAnew(Secret link, String name, String email, String password) {
    String hash = passwords.hash(password);
    String normal = email.strip().toLowerCase(Locale.ROOT);
    return across.inTransaction(
        database -> {
          Invitation to = locked(database, link);
          UUID user = UUID.randomUUID();
          int made =
              database
                  .createNativeMutationQuery(
                      "insert into users (id, email, name, password_hash) values (?1, ?2, ?3, ?4)"
                          + " on conflict (email) do nothing")
                  .setParameter(1, user)
                  .setParameter(2, normal)
                  .setParameter(3, name.strip())
                  .setParameter(4, hash)
                  .executeUpdate();
          if (made == 0) {
            People.refuse(
                List.of(
                    new Problem.Item(
                        "email",
                        "There is an account of this address.",
                        "Sign in first, then open the link again.")));
          }
          seat(database, link, to, user);
          return user;
        });
  }

  private void seat(StatelessSession database, Secret link, Invitation to, UUID user) {
    database
        .createNativeMutationQuery(
            "insert into memberships (team_id, user_id, role) values (?1, ?2, ?3)"
                + " on conflict (team_id, user_id) do update set role = excluded.role")
        .setParameter(1, to.team().id())
        .setParameter(2, user)
        .setParameter(3, to.role().name())
        .executeUpdate();
    database
        .createNativeMutationQuery(
            "update invitations set used_at = clock_timestamp(), used_by = ?2 where hash = ?1")
        .setParameter(1, link.hash())
        .setParameter(2, user)
        .executeUpdate();
    audit.across(
        database, to.team(), user, "member-joined", user + " " + to.role() + ", by invitation");
  }

  /** The invitation, locked: of two who come at once, one joins. */
  private static Invitation locked(StatelessSession database, Secret link) {
    return living(database, link, " for update of i").orElseThrow(JoinTeam::deadLink);
  }

  private static Optional<Invitation> living(
      StatelessSession database, Secret link, String locking) {
    return database
        .createNativeQuery(
            "select t.id, t.slug, t.name, i.role from invitations i join teams t on t.id ="
                + " i.team_id where i.hash = ?1"
                + LIVING
                + locking,
            Object[].class)
        .setParameter(1, link.hash())
        .uniqueResultOptional()
        .map(
            row ->
                new Invitation(
                    new TeamRef((UUID) row[0]),
                    (String) row[1],
                    (String) row[2],
                    Role.valueOf((String) row[3])));
  }

  /** What a link says that is used, too old, revoked, or never was. */
  static Problem deadLink() {
    return new Problem(
        404,
        "link-dead",
        "This link is no longer good",
        List.of(
            new Problem.Item(
                null,
                "an invitation works once, until it expires or is revoked",
                "Ask an owner of the team for a new one.")));
  }

  /**
   * Where a link leads.
   *
   * @param slug the team's name in addresses
   * @param name the team's name
   * @param role that it gives
   */
  record Invitation(TeamRef team, String slug, String name, Role role) {}
}
