package io.headstart.testsupport;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.team.Role;
import io.headstart.team.Teams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Makes teams and people in the database, so that tests share nothing. */
@ApplicationScoped
public class Fixtures {
  /** Password of everybody whom {@link #password} gave one. */
  public static final String PASSWORD = "a short sentence of tests";

  private final AcrossTeams across;
  private final TeamWork work;
  private final EntityManager database;
  private final Teams teams;

  Fixtures(AcrossTeams across, TeamWork work, EntityManager database, Teams teams) {
    this.across = across;
    this.work = work;
    this.database = database;
    this.teams = teams;
  }

  /** A new team with somebody of each role. */
  public Crew crew() {
    String slug = "t-" + UUID.randomUUID().toString().substring(0, 13);
    TeamRef team = teams.ensure(slug, "Team " + slug);
    return new Crew(
        team, slug, person(team, Role.VIEWER), person(team, Role.MEMBER), person(team, Role.OWNER));
  }

  /** Somebody new in a team. */
  public Person person(TeamRef team, Role role) {
    return make(team, role, false);
  }

  /** A platform administrator who belongs to no team. */
  public Person administrator() {
    return make(null, null, true);
  }

  /** Somebody who belongs to no team. */
  public Person loner() {
    return make(null, null, false);
  }

  /** Gives somebody {@link #PASSWORD}. */
  public void password(Person person) {
    system("update users set password_hash = ?2 where id = ?1", person.id(), Hash.OF_PASSWORD);
  }

  /** Sets the defaults back to the settings', as far as an admin may. */
  public void defaultQuotas() {
    system(
        "update quota_defaults set slots = 4, guaranteed = 0, queued_jobs = 50,"
            + " longest_seconds = 86400, hours_per_month = null");
    system("update storage_default set bytes = 100000000000");
  }

  /** Runs one statement as {@code hs_system}. */
  public int system(String sql, Object... values) {
    return across.inTransaction(session -> execute(session, sql, values));
  }

  private static int execute(StatelessSession session, String sql, Object... values) {
    var query = session.createNativeMutationQuery(sql);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    return query.executeUpdate();
  }

  /** SHA-256 of a secret, as the tables hold it. */
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Person make(@Nullable TeamRef team, @Nullable Role role, boolean admin) {
    UUID id = UUID.randomUUID();
    String word = role == null ? "somebody" : role.name().toLowerCase(java.util.Locale.ROOT);
    String email = word + "-" + id + "@example.org";
    String session = "session-" + UUID.randomUUID();
    across.run(
        database -> {
          execute(
              database,
              "insert into users (id, email, name, platform_admin) values (?1, ?2, ?3, ?4)",
              id,
              email,
              "Test " + word,
              admin);
          execute(
              database,
              "insert into sessions (hash, user_id, expires_at, ends_at)"
                  + " values (?1, ?2, now() + interval '1 hour', now() + interval '1 day')",
              hash(session),
              id);
          if (team != null) {
            execute(
                database,
                "insert into memberships (team_id, user_id, role) values (?1, ?2, ?3)",
                team.id(),
                id,
                String.valueOf(role));
          }
        });
    if (team == null) {
      return new Person(id, email, session, "", "", "");
    }
    return work.call(
        team,
        () ->
            new Person(
                id,
                email,
                session,
                token(team, id, "WRITE", "1 day"),
                token(team, id, "READ", "1 day"),
                token(team, id, "WRITE", "-1 day")));
  }

  private String token(TeamRef team, UUID user, String scope, String life) {
    String token = "hs_" + UUID.randomUUID();
    database
        .createNativeQuery(
            "insert into api_tokens (team_id, id, user_id, name, prefix, hash, scope, expires_at)"
                + " values (?1, ?2, ?3, 'test', ?4, ?5, ?6, now() + cast(?7 as interval))")
        .setParameter(1, team.id())
        .setParameter(2, UUID.randomUUID())
        .setParameter(3, user)
        .setParameter(4, token.substring(0, 9))
        .setParameter(5, hash(token))
        .setParameter(6, scope)
        .setParameter(7, life)
        .executeUpdate();
    return token;
  }

  /** Made once: it's slow on purpose. */
  private static final class Hash {
    private static final String OF_PASSWORD =
        Password.hash(PASSWORD)
            .addRandomSalt(16)
            .with(Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID))
            .getResult();
  }
}
