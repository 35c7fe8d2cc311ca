package io.headstart.team;

import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who did what to accounts, members, tokens and limits; written in the transaction of
 * what was done. Append only: the database grants neither update nor delete.
 */
@ApplicationScoped
public class Audit {
  private static final String INSERT =
      "insert into audit_events (team_id, actor_id, action, subject)"
          + " values (cast(?1 as uuid), cast(?2 as uuid), ?3, ?4)";

  private final Session team;

  Audit(Session team) {
    this.team = team;
  }

  /**
   * Inside team work.
   *
   * @param actor the user, or null for Headstart itself
   * @param action stable name, such as {@code token-created}
   * @param subject what it was done to, in words; no secrets
   */
  public void inTeam(TeamRef of, @Nullable UUID actor, String action, String subject) {
    write(team.createNativeMutationQuery(INSERT), of.id(), actor, action, subject);
  }

  /** Inside work across teams; {@code of} is null for what concerns the installation. */
  public void across(
      StatelessSession database,
      @Nullable TeamRef of,
      @Nullable UUID actor,
      String action,
      String subject) {
    write(
        database.createNativeMutationQuery(INSERT),
        of == null ? null : of.id(),
        actor,
        action,
        subject);
  }

  private static void write(
      MutationQuery query,
      @Nullable UUID team,
      @Nullable UUID actor,
      String action,
      String subject) {
    query
        .setParameter(1, team == null ? null : team.toString())
        .setParameter(2, actor == null ? null : actor.toString())
        .setParameter(3, action)
        .setParameter(4, subject)
        .executeUpdate();
  }
}
