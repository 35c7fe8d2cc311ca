package io.headstart.worker.check;

import io.headstart.datafile.BadPicture;
import io.headstart.datafile.Flaw;
import io.headstart.datafile.Picture;
import io.headstart.datafile.PictureArchive;
import io.headstart.datafile.PictureEntry;
import io.headstart.datafile.Pictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What one look at a picture showed. */
final class Look {
  private static final Pictures.Facts NOTHING = new Pictures.Facts("", 0, 0);
  private static final int SMALLEST = 8;
  private static final Flaw TOO_SMALL =
      new Flaw(
          "too-small", "The picture has fewer than 8 pixels on a side", "Put a larger one there.");

  private final @Nullable Flaw bad;
  private final long bytesKey;
  private final Pictures.Facts facts;
  private final byte[] thumbnail;

  private Look(@Nullable Flaw bad, long bytesKey, Pictures.Facts facts, byte[] thumbnail) {
    this.bad = bad;
    this.bytesKey = bytesKey;
    this.facts = facts;
    this.thumbnail = thumbnail;
  }

  /** Why it can't be used, or null; if it can't, the rest says nothing. */
  @Nullable Flaw bad() {
    return bad;
  }

  /** 64 bits of the SHA-256 of its bytes. */
  long bytesKey() {
    return bytesKey;
  }

  /** Its kind and size. */
  Pictures.Facts facts() {
    return facts;
  }

  /** A JPEG. */
  byte[] thumbnail() {
    return thumbnail;
  }

  /** Reads and decodes a picture; safe from several threads at once. */
  static Look at(PictureArchive archive, PictureEntry entry) throws IOException {
    try {
      byte[] content = archive.read(entry);
      Picture picture = Pictures.decode(content, Thumbnails.SIDE);
      if (Math.min(picture.width(), picture.height()) < SMALLEST) {
        throw new BadPicture(TOO_SMALL);
      }
      long key = ByteBuffer.wrap(sha256(content)).getLong();
      return new Look(null, key, Pictures.facts(content), Thumbnails.of(picture));
    } catch (BadPicture e) {
      return new Look(e.flaw(), 0, NOTHING, new byte[0]);
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
