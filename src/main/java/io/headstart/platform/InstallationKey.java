package io.headstart.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret of an installation, from {@code HEADSTART_KEY} or {@code <home>/key}. Everything
 * else that is secret but needn't be stored derives from it: attempt tokens, cursors, the embedded
 * services' passwords. It belongs to the backup. Thread-safe.
 */
public final class InstallationKey {
  /** Characters that a key must have at least; 43 are 256 bits in base64url. */
  public static final int SHORTEST = 32;

  private final SecretKeySpec key;

  /**
   * A key from its text.
   *
   * @throws StartRefused when it's shorter than {@link #SHORTEST} characters
   */
  public InstallationKey(String text) {
    if (text.length() < SHORTEST) {
      throw new StartRefused(
          "The installation key has " + text.length() + " characters, fewer than " + SHORTEST + ".",
          "Set HEADSTART_KEY to a longer one, such as the output of: openssl rand -base64 33");
    }
    key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /**
   * HMAC-SHA-256 of a message under this key: 32 bytes.
   *
   * @param message starts with its purpose, so that no two uses can be exchanged
   */
  public byte[] sign(String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  /** A password for one purpose: 43 characters of base64url, the same at each call. */
  public String password(String purpose) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sign("password/" + purpose));
  }
}
