package io.headstart.worker.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A number for each different text under a seed: 63 bits of SHA-256 over seed and text. Texts that
 * differ in case, spaces or Unicode form only are equal here, as they are for most tokenizers. Two
 * different texts share a number once in a few thousand files of 50 million rows; they then merely
 * stay in one part. Not thread-safe.
 */
public final class TextKey {
  private final MessageDigest digest;
  private final byte[] seed;

  /** Numbers under a seed. */
  public TextKey(long seed) {
    this.seed = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** From 0 to {@link Long#MAX_VALUE}, evenly spread. */
  public long of(String text) {
    digest.update(seed);
    digest.update(normal(text).getBytes(UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong() & Long.MAX_VALUE;
  }

  private static String normal(String text) {
    String composed =
        Normalizer.isNormalized(text, Normalizer.Form.NFKC)
            ? text
            : Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder out = new StringBuilder(composed.length());
    boolean space = false;
    for (int i = 0; i < composed.length(); i++) {
      char c = composed.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        space = true;
      } else {
        if (space && out.length() > 0) {
          out.append(' ');
        }
        space = false;
        out.append(c);
      }
    }
    return out.toString().toLowerCase(Locale.ROOT);
  }
}
