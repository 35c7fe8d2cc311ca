package io.headstart.team;

import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Who somebody is, by their session or API token; read before any team is known. */
@ApplicationScoped
class Accounts {
  private static final String PERSON = "u.id, u.email, u.name, u.platform_admin";

  private final AcrossTeams across;

  Accounts(AcrossTeams across) {
    this.across = across;
  }

  /** The account behind a session that lives; its idle time starts anew. */
  Optional<Account> bySession(Secret session) {
    return across.inTransaction(
        database -> {
          Optional<Account> account =
              one(
                  database,
                  "select "
                      + PERSON
                      + " from sessions s join users u on u.id = s.user_id where s.hash = ?1"
                      + " and s.expires_at > clock_timestamp() and u.disabled_at is null",
                  session.hash(),
                  null);
          // Once a minute is enough, and spares a write per request.
          account.ifPresent(
              a ->
                  database
                      .createNativeMutationQuery(
                          "update sessions set last_used_at = clock_timestamp(), expires_at ="
                              + " least(clock_timestamp() + ?2 * interval '1 second', ends_at)"
                              + " where hash = ?1"
                              + " and last_used_at < clock_timestamp() - interval '1 minute'")
                      .setParameter(1, session.hash())
                      .setParameter(2, Sessions.IDLE.toSeconds())
                      .executeUpdate());
          return account;
        });
  }

  /** The account behind an API token that lives: its seat is the token's team and nothing else. */
  Optional<TokenAccount> byToken(Secret token) {
    return across.inTransaction(
        database ->
            database
                .createNativeQuery(
                    "select team_id, id, scope from api_tokens where hash = ?1"
                        + " and revoked_at is null and expires_at > clock_timestamp()",
                    Object[].class)
                .setParameter(1, token.hash())
                .uniqueResultOptional()
                .flatMap(
                    row -> {
                      UUID team = (UUID) row[0];
                      Optional<Account> account =
                          one(
                              database,
                              "select "
                                  + PERSON
                                  + " from api_tokens a join users u on u.id = a.user_id"
                                  + " where a.hash = ?1 and u.disabled_at is null",
                              token.hash(),
                              team);
                      database
                          .createNativeMutationQuery(
                              "update api_tokens set last_used_at = clock_timestamp()"
                                  + " where team_id = ?1 and id = ?2 and (last_used_at is null"
                                  + " or last_used_at < clock_timestamp() - interval '1 minute')")
                          .setParameter(1, team)
                          .setParameter(2, row[1])
                          .executeUpdate();
                      return account.map(
                          a -> new TokenAccount(a, TokenScope.valueOf((String) row[2])));
                    }));
  }

  private static Optional<Account> one(
      StatelessSession database,
      String sql,
      byte[] hash,
      @org.jspecify.annotations.Nullable UUID onlyTeam) {
    return database
        .createNativeQuery(sql, Object[].class)
        .setParameter(1, hash)
        .uniqueResultOptional()
        .map(
            row -> {
              UUID id = (UUID) row[0];
              return new Account(
                  id,
                  (String) row[1],
                  (String) row[2],
                  (boolean) row[3],
                  seats(database, id).stream()
                      .filter(s -> onlyTeam == null || s.team().id().equals(onlyTeam))
                      .toList());
            });
  }

  private static List<Seat> seats(StatelessSession database, UUID user) {
    return database
        .createNativeQuery(
            "select t.id, t.slug, t.name, m.role from memberships m"
                + " join teams t on t.id = m.team_id where m.user_id = ?1 order by lower(t.name)",
            Object[].class)
        .setParameter(1, user)
        .getResultList()
        .stream()
        .map(
            row ->
                new Seat(
                    new TeamRef((UUID) row[0]),
                    (String) row[1],
                    (String) row[2],
                    Role.valueOf((String) row[3])))
        .toList();
  }

  /**
   * An account, as an API token may act for it.
   *
   * @param account its only seat is the token's team
   * @param scope what the token may do
   */
  record TokenAccount(Account account, TokenScope scope) {}
}
