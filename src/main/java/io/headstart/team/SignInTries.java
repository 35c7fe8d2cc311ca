package io.headstart.team;

import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/**
 * Slows down guessing. A try counts before its password is looked at, so tries at the same time
 * don't get around it; a right password takes its try back. Addresses without an account count too.
 */
@ApplicationScoped
class SignInTries {
  /** Wrong tries from one address for one account. */
  static final int FOR_ACCOUNT_FROM_ADDRESS = 5;

  /** Wrong tries from one address for whatever accounts, or for one account from anywhere. */
  static final int WIDE = 50;

  /** How long the next try has to wait then. */
  static final Duration WAIT = Duration.ofMinutes(5);

  private static final Duration MEMORY = Duration.ofMinutes(15);

  private final AcrossTeams across;

  SignInTries(AcrossTeams across) {
    this.across = across;
  }

  /**
   * Counts a try.
   *
   * @return how long to wait when there were too many, else nothing
   */
  Optional<Duration> begin(String email, String address) {
    return across.inTransaction(
        database -> {
          database
              .createNativeMutationQuery(
                  "delete from sign_in_tries where last_at < clock_timestamp() - ?1 * interval '1"
                      + " second' and (blocked_until is null or blocked_until <"
                      + " clock_timestamp())")
              .setParameter(1, MEMORY.toSeconds())
              .executeUpdate();
          // In this order always: two tries at once must not wait for each other's rows.
          Duration wait = Duration.ZERO;
          for (Bucket bucket : buckets(email, address)) {
            Duration one = take(database, bucket);
            wait = one.compareTo(wait) > 0 ? one : wait;
          }
          return wait.isZero() ? Optional.empty() : Optional.of(wait);
        });
  }

  /** Takes a try back: its password was right. */
  void succeeded(String email, String address) {
    across.run(
        database ->
            buckets(email, address)
                .forEach(
                    bucket ->
                        database
                            .createNativeMutationQuery(
                                bucket.limit() == WIDE
                                    ? "update sign_in_tries set failures = greatest(failures - 1,"
                                        + " 0) where bucket = ?1"
                                    : "delete from sign_in_tries where bucket = ?1")
                            .setParameter(1, bucket.key().hash())
                            .executeUpdate()));
  }

  private static Duration take(StatelessSession database, Bucket bucket) {
    Number seconds =
        (Number)
            database
                .createNativeQuery(
                    "insert into sign_in_tries as t (bucket, failures, last_at) values (?1, 1,"
                        + " clock_timestamp()) on conflict (bucket) do update set"
                        + " failures = case when t.blocked_until <= clock_timestamp() then 1"
                        + "  when t.blocked_until > clock_timestamp() then t.failures"
                        + "  else t.failures + 1 end,"
                        + " last_at = clock_timestamp(),"
                        + " blocked_until = case when t.blocked_until > clock_timestamp() then"
                        + "  t.blocked_until when t.blocked_until is null and t.failures >= ?2 then"
                        + "  clock_timestamp() + ?3 * interval '1 second' end"
                        + " returning coalesce(ceil(extract(epoch from blocked_until -"
                        + " clock_timestamp())), 0)",
                    Object.class)
                .setParameter(1, bucket.key().hash())
                .setParameter(2, bucket.limit())
                .setParameter(3, WAIT.toSeconds())
                .getSingleResult();
    return Duration.ofSeconds(seconds.longValue());
  }

  private static List<Bucket> buckets(String email, String address) {
    return List.of(
        new Bucket(new Secret("from " + address), WIDE),
        new Bucket(new Secret("for " + email), WIDE),
        new Bucket(new Secret("for " + email + " from " + address), FOR_ACCOUNT_FROM_ADDRESS));
  }

  private record Bucket(Secret key, int limit) {}
}
