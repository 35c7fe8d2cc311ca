package io.headstart.team;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.headstart.platform.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id. Each check takes 19 MiB and tens of milliseconds on purpose, so at most four run at
 * once and a flood of sign-ins can't take the server's memory.
 */
@ApplicationScoped
class Passwords {
  /** Characters that a password must have at least. */
  static final int SHORTEST = 12;

  /** Characters that a password may have at most; longer ones would only cost time. */
  static final int LONGEST = 200;

  private static final int AT_ONCE = 4;
  private static final int PATIENCE_SECONDS = 10;
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final Argon2Function function =
      Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, BYTES, Argon2.ID);
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final String nobodys =
      "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
          .formatted(MEMORY_KIB, PASSES, random(SALT_BYTES), random(BYTES));

  /**
   * Why a password can't be taken, of the field {@code password}; or nothing.
   *
   * @param email of the account; empty where it isn't known yet
   */
  Optional<Problem.Item> fault(String password, String email) {
    return wayOut(password, email)
        .map(fix -> new Problem.Item("password", "This password can't be taken.", fix));
  }

  private static Optional<String> wayOut(String password, String email) {
    if (password.length() < SHORTEST) {
      return Optional.of("Use at least " + SHORTEST + " characters; a short sentence is fine.");
    }
    if (password.length() > LONGEST) {
      return Optional.of("Use at most " + LONGEST + " characters.");
    }
    String address = email.isEmpty() ? "@" : email.toLowerCase(Locale.ROOT);
    if (password.toLowerCase(Locale.ROOT).contains(address)
        || password.chars().distinct().count() < 5) {
      return Optional.of("This is easy to guess; use other characters than your address.");
    }
    return Optional.empty();
  }

  /** What the passwords of those without an account are held against. */
  String nobodys() {
    return nobodys;
  }

  /** The hash to store, with its parameters and salt. */
  final String hash(String password) {
    return inPlace(
        () -> Password.hash(password).addRandomSalt(SALT_BYTES).with(function).getResult());
  }

  /**
   * Whether the password is right. Takes as long without an account as with one.
   *
   * @param hash of the account, or null when there's no account or no password yet: then the work
   *     is done for a hash that no password is known for
   */
  boolean isRight(String password, @Nullable String hash) {
    String against = hash == null ? nobodys : hash;
    boolean right =
        inPlace(
            () ->
                Password.check(password, against)
                    .with(Argon2Function.getInstanceFromHash(against)));
    return right && hash != null;
  }

  /** So many random bytes as such a hash writes them. To hash something would slow each start. */
  private static String random(int bytes) {
    byte[] made = new byte[bytes];
    new SecureRandom().nextBytes(made);
    return Base64.getEncoder().withoutPadding().encodeToString(made);
  }

  private <T> T inPlace(Supplier<T> work) {
    try {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Problem(503, "busy", "Too many people sign in right now; try again in a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the server stops", e);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
