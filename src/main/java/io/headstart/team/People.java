package io.headstart.team;

import io.agroal.api.AgroalDataSource;
import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Accounts, as the administrator manages them: across teams, never their data. */
@ApplicationScoped
public class People {
  private final AcrossTeams across;
  private final AgroalDataSource system;
  private final Audit audit;

  People(AcrossTeams across, @DataSource("system") AgroalDataSource system, Audit audit) {
    this.across = across;
    this.system = system;
    this.audit = audit;
  }

  /**
   * Somebody with an account.
   *
   * @param id the user
   * @param name as shown
   * @param email in lower case
   * @param platformAdmin whether they may administer the installation
   * @param hasPassword whether they have opened their first link
   * @param disabled whether they are shut out
   */
  public record Person(
      UUID id,
      String name,
      String email,
      boolean platformAdmin,
      boolean hasPassword,
      boolean disabled) {}

  /**
   * A page of everybody, the newest first.
   *
   * @param page from 1
   * @param size accounts on a page
   */
  public List<Person> newest(int page, int size) {
    return across.inTransaction(
        database ->
            database
                .createNativeQuery(
                    "select id, name, email, platform_admin, password_hash is not null,"
                        + " disabled_at is not null from users order by created_at desc, email",
                    Object[].class)
                .setFirstResult((page - 1) * size)
                .setMaxResults(size)
                .getResultList()
                .stream()
                .map(
                    row ->
                        new Person(
                            (UUID) row[0],
                            (String) row[1],
                            (String) row[2],
                            (boolean) row[3],
                            (boolean) row[4],
                            (boolean) row[5]))
                .toList());
  }

  /** E-mail of an account; empty when there is none with this id. */
  public Optional<String> email(UUID user) {
    return across.inTransaction(
        database ->
            Column.of(database, "select email from users where id = ?1", String.class)
                .setParameter(1, user)
                .uniqueResultOptional());
  }

  /** Members of a team, owners first; empty when there is no such team. */
  public List<Member> members(TeamRef team) {
    return across.inTransaction(
        database ->
            database
                .createNativeQuery(
                    "select u.id, u.name, u.email, m.role from memberships m join users u on u.id"
                        + " = m.user_id where m.team_id = ?1 order by m.role = 'OWNER' desc,"
                        + " lower(u.name)",
                    Object[].class)
                .setParameter(1, team.id())
                .getResultList()
                .stream()
                .map(
                    row ->
                        new Member(
                            (UUID) row[0],
                            (String) row[1],
                            (String) row[2],
                            Role.valueOf((String) row[3])))
                .toList());
  }

  /**
   * Makes an account without a password; {@link #link} lets its user set one.
   *
   * @throws Problem 422 when name or e-mail can't be taken, naming {@code name} or {@code email}
   */
  public UUID createUser(UUID actor, String name, String email) {
    String normal = email.strip().toLowerCase(Locale.ROOT);
    refuse(faults(name, normal));
    return across.inTransaction(
        database -> {
          UUID id = UUID.randomUUID();
          int made =
              database
                  .createNativeMutationQuery(
                      "insert into users (id, email, name) values (?1, ?2, ?3)"
                          + " on conflict (email) do nothing")
                  .setParameter(1, id)
                  .setParameter(2, normal)
                  .setParameter(3, name.strip())
                  .executeUpdate();
          if (made == 0) {
            refuse(
                List.of(
                    new Problem.Item(
                        "email", "There is an account of this address.", "Use that one.")));
          }
          audit.across(database, null, actor, "user-created", normal);
          return id;
        });
  }

  /**
   * Makes a link by which the user sets a new password; kills the one made before.
   *
   * @return path of the page; shown once, only its hash is stored
   */
  public URI link(UUID actor, UUID user) {
    require(user);
    try {
      URI link = SetupLinks.createFor(system, user);
      across.run(database -> audit.across(database, null, actor, "password-link", user.toString()));
      return link;
    } catch (SQLException e) {
      throw new IllegalStateException("the database can't be reached", e);
    }
  }

  /**
   * Shuts somebody out at once, sessions and API tokens included, or lets them in again. What they
   * made stays; their memberships too.
   *
   * @throws Problem 404 when there is no such account, 409 {@code last-administrator} when no other
   *     administrator would be left
   */
  public void disable(UUID actor, UUID user, boolean disabled) {
    require(user);
    across.run(
        database -> {
          if (disabled && othersAdministrate(database, user) == 0) {
            throw new Problem(
                409,
                "last-administrator",
                "An installation needs an administrator; make another one first");
          }
          database
              .createNativeMutationQuery(
                  "update users set disabled_at = case when ?2 then clock_timestamp() end"
                      + " where id = ?1")
              .setParameter(1, user)
              .setParameter(2, disabled)
              .executeUpdate();
          if (disabled) {
            database
                .createNativeMutationQuery("delete from sessions where user_id = ?1")
                .setParameter(1, user)
                .executeUpdate();
          }
          audit.across(
              database, null, actor, disabled ? "user-disabled" : "user-enabled", user.toString());
        });
  }

  /** Administrators who can sign in, but this one; locked until the transaction ends. */
  private static int othersAdministrate(StatelessSession database, UUID user) {
    return (int)
        Column.of(
                database,
                "select id from users where platform_admin and disabled_at is null for update",
                UUID.class)
            .list()
            .stream()
            .filter(id -> !id.equals(user))
            .count();
  }

  /** The account of an e-mail address. */
  public Optional<UUID> byEmail(String email) {
    return across.inTransaction(
        database ->
            Column.of(
                    database,
                    "select id from users where email = ?1 and disabled_at is null",
                    UUID.class)
                .setParameter(1, email.strip().toLowerCase(Locale.ROOT))
                .uniqueResultOptional());
  }

  /** What is wrong with a person's name and address. */
  static List<Problem.Item> faults(String name, String email) {
    List<Problem.Item> faults = new ArrayList<>();
    nameFault(name).ifPresent(faults::add);
    if (email.length() > 254 || !email.matches("[^@\\s]+@[^@\\s]+")) {
      faults.add(
          new Problem.Item(
              "email", "This is no e-mail address.", "Give one such as ada@example.org."));
    }
    return faults;
  }

  /** What is wrong with the name of a person or team. */
  static Optional<Problem.Item> nameFault(String name) {
    return name.isBlank() || name.strip().length() > 80
        ? Optional.of(
            new Problem.Item("name", "A name is needed.", "Use between 1 and 80 characters."))
        : Optional.empty();
  }

  /** Throws the problem of the faults; does nothing when there are none. */
  static void refuse(List<Problem.Item> faults) {
    if (!faults.isEmpty()) {
      throw new Problem(422, "validation", "This can't be taken as it is", faults);
    }
  }

  /** Throws 404 when there is no such account. */
  void require(UUID user) {
    boolean there =
        across.inTransaction(
            database ->
                Column.of(
                        database, "select exists (select from users where id = ?1)", Boolean.class)
                    .setParameter(1, user)
                    .getSingleResult());
    if (!there) {
      throw Problem.notFound();
    }
  }
}
