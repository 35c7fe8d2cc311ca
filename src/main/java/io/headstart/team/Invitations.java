package io.headstart.team;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Links by which people join the team of the request, once each; owners make and revoke them. */
@ApplicationScoped
@InTeam
class Invitations {
  /** Lives that the form offers, in days. */
  static final Set<Integer> DAYS = Set.of(1, 7, 30);

  private final EntityManager database;
  private final CurrentUser current;
  private final Audit audit;

  Invitations(EntityManager database, CurrentUser current, Audit audit) {
    this.database = database;
    this.current = current;
    this.audit = audit;
  }

  /**
   * Makes one.
   *
   * @param days life, one of {@link #DAYS}
   * @return what the link holds; it's nowhere stored and can't be shown again
   * @throws Problem 422 naming {@code days}
   */
  Secret create(Role role, int days) {
    if (!DAYS.contains(days)) {
      People.refuse(
          List.of(new Problem.Item("days", "This life isn't offered.", "Choose 1, 7 or 30 days.")));
    }
    Secret secret = Secret.fresh();
    database
        .createNativeQuery(
            "insert into invitations (team_id, id, hash, role, created_by, expires_at) values"
                + " (?1, ?2, ?3, ?4, ?5, clock_timestamp() + ?6 * interval '1 day')")
        .setParameter(1, current.team().id())
        .setParameter(2, UUID.randomUUID())
        .setParameter(3, secret.hash())
        .setParameter(4, role.name())
        .setParameter(5, current.id())
        .setParameter(6, days)
        .executeUpdate();
    audit.inTeam(
        current.team(), current.id(), "invitation-made", role.word() + ", for " + days + " days");
    return secret;
  }

  /** Those that can still be used, the newest first. */
  List<Open> open() {
    List<?> rows =
        database
            .createNativeQuery(
                "select i.id, i.role, coalesce(u.name, 'a former member'), i.expires_at from"
                    + " invitations i left join users u on u.id = i.created_by where i.used_at is"
                    + " null and i.revoked_at is null and i.expires_at > clock_timestamp()"
                    + " order by i.created_at desc",
                Object[].class)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Open(
                    (UUID) row[0],
                    Role.valueOf((String) row[1]),
                    (String) row[2],
                    (Instant) row[3]))
        .toList();
  }

  /**
   * Kills a link at once; one that is dead already stays so.
   *
   * @throws Problem 404 when the team has no such invitation
   */
  void revoke(UUID invitation) {
    int known =
        database
            .createNativeQuery(
                "update invitations set revoked_at = coalesce(revoked_at, clock_timestamp())"
                    + " where id = ?1")
            .setParameter(1, invitation)
            .executeUpdate();
    if (known == 0) {
      throw Problem.notFound();
    }
    audit.inTeam(current.team(), current.id(), "invitation-revoked", invitation.toString());
  }

  /**
   * An invitation that nobody has used yet.
   *
   * @param role that it gives
   * @param by who made it
   * @param expiresAt when it dies
   */
  record Open(UUID id, Role role, String by, Instant expiresAt) {}
}
