package io.headstart.testsupport.hostile;

import static io.headstart.testsupport.hostile.Specimen.Fate.READ;
import static io.headstart.testsupport.hostile.Specimen.Fate.REFUSED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/** GIF, BMP and WebP files, whole, changed and torn. */
final class HostileOthers {
  /** One pixel, lossless. */
  private static final String LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  /** One pixel, lossy. */
  private static final String LOSSY =
      "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=";

  private static final int SCREEN_WIDTH = 6;
  private static final int FRAME_X = 28;
  private static final int FRAME_WIDTH = 32;
  private static final int CODE_SIZE = 37;

  private HostileOthers() {}

  static void addTo(Corpus corpus) {
    gif(corpus);
    bmp(corpus);
    webp(corpus);
  }

  private static ByteBuffer little(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] changed(byte[] content, Consumer<ByteBuffer> change) {
    change.accept(little(content));
    return content;
  }

  /** A screen of one pixel: header to palette (19 bytes), delay (8), frame (14), end. */
  private static byte[] gif() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(gifHead());
    out.writeBytes(gifFrame());
    out.write(0x3b);
    return out.toByteArray();
  }

  private static byte[] gifHead() {
    ByteBuffer out = little(new byte[19]);
    out.put("GIF89a".getBytes(US_ASCII)).putShort((short) 1).putShort((short) 1);
    return out.put(new byte[] {(byte) 0x80, 0, 0, 90, 20, 20, -1, -1, -1}).array();
  }

  private static byte[] gifFrame() {
    return new byte[] {
      0x21, (byte) 0xf9, 4, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0
    };
  }

  private static void gif(Corpus corpus) {
    corpus.whole("one-pixel.gif", READ, HostileOthers::gif);
    corpus.whole(
        "many-frames.gif",
        READ,
        () -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          out.writeBytes(gifHead());
          for (int i = 0; i < 50_000; i++) {
            out.writeBytes(gifFrame());
          }
          out.write(0x3b);
          return out.toByteArray();
        });
    corpus.whole("screen-flood.gif", READ, () -> changed(gif(), g -> size(g, SCREEN_WIDTH)));
    corpus.whole("frame-flood.gif", REFUSED, () -> changed(gif(), g -> size(g, FRAME_WIDTH)));
    corpus.whole(
        "frame-outside.gif", READ, () -> changed(gif(), g -> g.putShort(FRAME_X, (short) 60_000)));
    corpus.whole(
        "code-size-unknown.gif", REFUSED, () -> changed(gif(), g -> g.put(CODE_SIZE, (byte) 77)));
    corpus.whole("no-frame.gif", REFUSED, () -> Arrays.copyOf(gifHead(), 20));
    corpus.whole("cut.gif", REFUSED, () -> Arrays.copyOf(gif(), 33));
    corpus.whole("version-unknown.gif", REFUSED, () -> changed(gif(), g -> g.put(4, (byte) '1')));
  }

  private static void size(ByteBuffer content, int at) {
    content.putShort(at, (short) 65_535).putShort(at + 2, (short) 65_535);
  }

  private static byte[] bmp(int width, int height, int bits) {
    int rows = 8 * ((8 * bits + 31) / 32 * 4);
    int colours = bits <= 8 ? 1 << bits : 0;
    ByteBuffer out = little(new byte[54 + 4 * colours + rows]);
    out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(54 + 4 * colours);
    out.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    out.putInt(0).putInt(rows).putInt(2_835).putInt(2_835).putInt(colours).putInt(0);
    for (int i = 0; i < colours; i++) {
      out.putInt(i * 0x010203);
    }
    while (out.hasRemaining()) {
      out.put((byte) out.position());
    }
    return out.array();
  }

  private static void bmp(Corpus corpus) {
    for (int bits : new int[] {1, 4, 8, 16, 24, 32}) {
      corpus.whole("bits-" + bits + ".bmp", READ, () -> bmp(8, 8, bits));
    }
    corpus.whole("top-down.bmp", READ, () -> bmp(8, -8, 24));
    corpus.whole("flood.bmp", REFUSED, () -> bmp(60_000, 60_000, 24));
    corpus.whole("flood-overflow.bmp", REFUSED, () -> bmp(0x7fffffff, 0x7fffffff, 32));
    corpus.whole("height-most-negative.bmp", REFUSED, () -> bmp(8, 0x80000000, 24));
    corpus.whole("no-width.bmp", REFUSED, () -> bmp(0, 8, 24));
    corpus.whole("bits-unknown.bmp", REFUSED, () -> bmp(8, 8, 7));
    corpus.whole(
        "method-unknown.bmp", REFUSED, () -> changed(bmp(8, 8, 24), b -> b.putInt(30, 99)));
    for (int within : new int[] {4, 5}) { // a JPEG, a PNG, and how long they say that they are
      corpus.whole(
          "file-within-" + within + ".bmp",
          REFUSED,
          () -> changed(bmp(8, 8, 24), b -> b.putInt(30, within).putInt(34, Integer.MAX_VALUE)));
    }
    corpus.whole("run-lengths-torn.bmp", READ, () -> changed(bmp(8, 8, 8), b -> b.putInt(30, 1)));
    corpus.whole(
        "data-past-the-end.bmp", REFUSED, () -> changed(bmp(8, 8, 24), b -> b.putInt(10, 1 << 30)));
    corpus.whole(
        "palette-huge.bmp", REFUSED, () -> changed(bmp(8, 8, 8), b -> b.putInt(46, 1 << 30)));
    corpus.whole(
        "header-huge.bmp", REFUSED, () -> changed(bmp(8, 8, 24), b -> b.putInt(14, 1 << 30)));
    corpus.whole("cut.bmp", REFUSED, () -> Arrays.copyOf(bmp(8, 8, 24), 90));
  }

  private static byte[] lossless() {
    return Base64.getDecoder().decode(LOSSLESS);
  }

  private static byte[] lossy() {
    return Base64.getDecoder().decode(LOSSY);
  }

  private static void webp(Corpus corpus) {
    corpus.whole("lossless.webp", READ, HostileOthers::lossless);
    corpus.whole("lossy.webp", READ, HostileOthers::lossy);
    // 14 bits each of width and height, less one, behind the signature 0x2f.
    corpus.whole(
        "flood-lossless.webp", REFUSED, () -> changed(lossless(), w -> w.putInt(21, 0x0fffffff)));
    corpus.whole(
        "flood-lossy.webp", REFUSED, () -> changed(lossy(), w -> w.putInt(26, 0x3fff3fff)));
    corpus.whole("length-lies.webp", READ, () -> changed(lossless(), w -> w.putInt(4, 0x7fffffff)));
    corpus.whole(
        "chunk-length-lies.webp", REFUSED, () -> changed(lossless(), w -> w.putInt(16, -2)));
    corpus.whole("cut-lossless.webp", REFUSED, () -> Arrays.copyOf(lossless(), 27));
    corpus.whole("cut-lossy.webp", REFUSED, () -> Arrays.copyOf(lossy(), 40));
    corpus.whole("no-picture.webp", REFUSED, () -> Arrays.copyOf(lossless(), 12));
    corpus.whole("extended-flood.webp", REFUSED, HostileOthers::extended);
    corpus.whole("noise-lossless.webp", REFUSED, () -> changed(lossless(), w -> w.putLong(25, -1)));
  }

  /** Says that it has 16,777,216 by 16,777,216 pixels, and has one. */
  private static byte[] extended() {
    byte[] inner = Arrays.copyOfRange(lossless(), 12, lossless().length);
    ByteBuffer out = little(new byte[30 + inner.length]);
    out.put("RIFF".getBytes(US_ASCII)).putInt(out.capacity() - 8);
    out.put("WEBPVP8X".getBytes(US_ASCII)).putInt(10).putInt(0);
    out.put(new byte[] {-1, -1, -1, -1, -1, -1});
    return out.put(inner).array();
  }
}
