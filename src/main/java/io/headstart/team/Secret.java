package io.headstart.team;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Something that only its bearer knows: session, link, token. Only its hash is stored; as it has
 * 256 random bits, a plain SHA-256 is enough.
 *
 * @param text what the bearer shows
 */
record Secret(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one: 43 characters of base64url. */
  static Secret fresh() {
    return new Secret(random(32));
  }

  /** A new one whose beginning may be shown, so that its owner can tell it from others. */
  static Secret withPrefix(String prefix) {
    return new Secret(prefix + random(32));
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** SHA-256 of the text: 32 bytes. */
  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Says nothing, so that no log ever shows a secret. */
  @Override
  public String toString() {
    return "secret";
  }
}
