package io.headstart.team;

import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens a session for whoever knows a password. */
@ApplicationScoped
class SignIn {
  private final AcrossTeams across;
  private final Passwords passwords;
  private final Sessions sessions;
  private final SignInTries tries;

  SignIn(AcrossTeams across, Passwords passwords, Sessions sessions, SignInTries tries) {
    this.across = across;
    this.passwords = passwords;
    this.sessions = sessions;
    this.tries = tries;
  }

  /**
   * Tries to sign in.
   *
   * @param address the network address that the try comes from
   */
  Result attempt(String email, String password, String address) {
    String normal = email.strip().toLowerCase(Locale.ROOT);
    Optional<Duration> wait = tries.begin(normal, address);
    if (wait.isPresent()) {
      return new Result(null, wait.get());
    }
    Found found = find(normal);
    if (!passwords.isRight(password, found.hash()) || found.id() == null) {
      return new Result(null, Duration.ZERO);
    }
    tries.succeeded(normal, address);
    return new Result(sessions.open(found.id()), Duration.ZERO);
  }

  private Found find(String email) {
    return across.inTransaction(
        database ->
            database
                .createNativeQuery(
                    "select id, password_hash from users where email = ?1 and disabled_at is null",
                    Object[].class)
                .setParameter(1, email)
                .uniqueResultOptional()
                .map(row -> new Found((UUID) row[0], (String) row[1]))
                .orElse(new Found(null, null)));
  }

  private record Found(@Nullable UUID id, @Nullable String hash) {}

  /**
   * How it went. Says nothing about whether there is such an account.
   *
   * @param session the new session, or null
   * @param pause how long the next try has to wait; zero when it needn't
   */
  record Result(@Nullable Secret session, Duration pause) {}
}
