package io.headstart.team;

import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Sessions as rows behind an opaque cookie: whatever ends one acts at once. */
@ApplicationScoped
class Sessions {
  /** A session that isn't used for so long is over. */
  static final Duration IDLE = Duration.ofHours(8);

  /** No session lives longer, however much it's used. */
  static final Duration LONGEST = Duration.ofDays(7);

  private final AcrossTeams across;

  Sessions(AcrossTeams across) {
    this.across = across;
  }

  /** Opens a session for a user who has just proved who they are; sweeps dead ones. */
  Secret open(UUID user) {
    Secret secret = Secret.fresh();
    across.run(
        database -> {
          database
              .createNativeMutationQuery(
                  "delete from sessions where expires_at < clock_timestamp()")
              .executeUpdate();
          database
              .createNativeMutationQuery(
                  "insert into sessions (hash, user_id, expires_at, ends_at) values (?1, ?2,"
                      + " clock_timestamp() + ?3 * interval '1 second',"
                      + " clock_timestamp() + ?4 * interval '1 second')")
              .setParameter(1, secret.hash())
              .setParameter(2, user)
              .setParameter(3, IDLE.toSeconds())
              .setParameter(4, LONGEST.toSeconds())
              .executeUpdate();
        });
    return secret;
  }

  /** Ends all sessions of a user but one. */
  void endOthers(UUID user, Secret kept) {
    across.run(
        database ->
            database
                .createNativeMutationQuery("delete from sessions where user_id = ?1 and hash <> ?2")
                .setParameter(1, user)
                .setParameter(2, kept.hash())
                .executeUpdate());
  }

  /** Ends a session; nothing happens when there's none. */
  void end(Secret session) {
    across.run(
        database ->
            database
                .createNativeMutationQuery("delete from sessions where hash = ?1")
                .setParameter(1, session.hash())
                .executeUpdate());
  }
}
