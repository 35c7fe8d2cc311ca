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
import org.jspecify.annotations.Nullable;

/** Does what a set-up link allows, once: the first administrator, or a user's password. */
@ApplicationScoped
class OpenSetupLink {
  private final AcrossTeams across;
  private final Passwords passwords;
  private final Audit audit;

  OpenSetupLink(AcrossTeams across, Passwords passwords, Audit audit) {
    this.across = across;
    this.passwords = passwords;
    this.audit = audit;
  }

  /** Whose link it is, while it's good. */
  Optional<Invitation> look(Secret link) {
    return across.inTransaction(
        database ->
            database
                .createNativeQuery(
                    "select u.name, u.email from setup_links l left join users u on u.id ="
                        + " l.user_id where l.hash = ?1 and l.expires_at > clock_timestamp()",
                    Object[].class)
                .setParameter(1, link.hash())
                .uniqueResultOptional()
                .map(row -> new Invitation((String) row[0], (String) row[1])));
  }

  /**
   * Uses the link up.
   *
   * @param name only looked at when the link is the administrator's, as is {@code email}
   * @return the user who now has this password
   * @throws Problem 404 when the link is used, too old or replaced
   */
  UUID complete(Secret link, String name, String email, String password) {
    String hash = passwords.hash(password);
    return across.inTransaction(
        database -> {
          UUID user =
              use(database, link)
                  .map(of -> setPassword(database, of, hash))
                  .orElseGet(() -> administrator(database, name, email, hash));
          database
              .createNativeMutationQuery("delete from sessions where user_id = ?1")
              .setParameter(1, user)
              .executeUpdate();
          audit.across(database, null, user, "password-set", "by a one-time link");
          return user;
        });
  }

  /** Makes or changes the administrator, without a link: for installations without a person. */
  void administratorBySettings(String name, String email, String password) {
    String hash = passwords.hash(password);
    across.run(
        database -> {
          UUID user = administrator(database, name, email, hash);
          audit.across(database, null, user, "administrator-made", "by settings");
        });
  }

  private static Optional<UUID> use(StatelessSession database, Secret link) {
    List<Object[]> used =
        database
            .createNativeQuery(
                "delete from setup_links where hash = ?1 and expires_at > clock_timestamp()"
                    + " returning user_id, 1",
                Object[].class)
            .setParameter(1, link.hash())
            .getResultList();
    if (used.isEmpty()) {
      throw SetupPages.dead();
    }
    return Optional.ofNullable((UUID) used.get(0)[0]);
  }

  private static UUID setPassword(StatelessSession database, UUID user, String hash) {
    database
        .createNativeMutationQuery("update users set password_hash = ?2 where id = ?1")
        .setParameter(1, user)
        .setParameter(2, hash)
        .executeUpdate();
    return user;
  }

  private UUID administrator(StatelessSession database, String name, String email, String hash) {
    UUID user =
        Column.of(
                database,
                "insert into users (id, email, name, password_hash, platform_admin)"
                    + " values (?1, ?2, ?3, ?4, true) on conflict (email) do update set"
                    + " name = excluded.name, password_hash = excluded.password_hash,"
                    + " platform_admin = true, disabled_at = null returning id",
                UUID.class)
            .setParameter(1, UUID.randomUUID())
            .setParameter(2, email.strip().toLowerCase(Locale.ROOT))
            .setParameter(3, name.strip())
            .setParameter(4, hash)
            .getSingleResult();
    TeamRef demo = Teams.ensure(database, Teams.DEMO, "Demo");
    database
        .createNativeMutationQuery(
            "insert into memberships (team_id, user_id, role) values (?1, ?2, 'OWNER')"
                + " on conflict (team_id, user_id) do update set role = 'OWNER'")
        .setParameter(1, demo.id())
        .setParameter(2, user)
        .executeUpdate();
    audit.across(database, demo, user, "member-added", "the administrator, as owner");
    return user;
  }

  /**
   * Whose link it is.
   *
   * @param name of the user, or null for the administrator to be
   * @param email of the user, or null for the administrator to be
   */
  record Invitation(@Nullable String name, @Nullable String email) {
    boolean isAdministrators() {
      return email == null;
    }
  }
}
