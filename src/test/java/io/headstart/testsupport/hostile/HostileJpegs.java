package io.headstart.testsupport.hostile;

import static io.headstart.testsupport.hostile.Specimen.Fate.ANY;
import static io.headstart.testsupport.hostile.Specimen.Fate.READ;
import static io.headstart.testsupport.hostile.Specimen.Fate.REFUSED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG files, whole, changed and torn. */
final class HostileJpegs {
  private static final int WIDTH = 24;
  private static final int HEIGHT = 16;
  private static final int FRAME = 0xc0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int COMMENT = 0xfe;

  private HostileJpegs() {}

  static void addTo(Corpus corpus) {
    kinds(corpus);
    rotations(corpus);
    changed(corpus);
    torn(corpus);
  }

  private static void kinds(Corpus corpus) {
    corpus.whole("baseline.jpg", READ, HostileJpegs::sound);
    corpus.whole("grey.jpg", READ, () -> written(image(BufferedImage.TYPE_BYTE_GRAY), false));
    corpus.whole("progressive.jpg", READ, () -> written(image(BufferedImage.TYPE_INT_RGB), true));
    corpus.whole("cmyk-unmarked.jpg", ANY, HostileJpegs::fourChannels);
    corpus.whole("cmyk-adobe.jpg", READ, () -> marked(fourChannels(), APP14, adobe(0)));
    corpus.whole("ycck-adobe.jpg", READ, () -> marked(fourChannels(), APP14, adobe(2)));
    corpus.whole("adobe-transform-unknown.jpg", ANY, () -> marked(sound(), APP14, adobe(77)));
  }

  private static void rotations(Corpus corpus) {
    for (int i = 1; i <= 8; i++) {
      int orientation = i;
      corpus.whole("turned-" + i + ".jpg", READ, () -> marked(sound(), APP1, exif(orientation, 8)));
    }
    corpus.whole("turned-0.jpg", READ, () -> marked(sound(), APP1, exif(0, 8)));
    corpus.whole("turned-60000.jpg", READ, () -> marked(sound(), APP1, exif(60_000, 8)));
    corpus.whole("exif-past-the-end.jpg", READ, () -> marked(sound(), APP1, exif(6, 0x7ffffff0)));
    corpus.whole("exif-negative.jpg", READ, () -> marked(sound(), APP1, exif(6, -1)));
    corpus.whole("exif-into-itself.jpg", READ, () -> marked(sound(), APP1, exif(6, 0)));
    corpus.whole("exif-torn.jpg", READ, () -> marked(sound(), APP1, Arrays.copyOf(exif(6, 8), 17)));
    corpus.whole(
        "exif-twice.jpg", ANY, () -> marked(marked(sound(), APP1, exif(6, 8)), APP1, exif(3, 8)));
  }

  private static void changed(Corpus corpus) {
    corpus.whole("flood.jpg", REFUSED, () -> sized(sound(), 65_500, 65_500));
    corpus.whole(
        "flood-progressive.jpg",
        REFUSED,
        () -> sized(written(image(BufferedImage.TYPE_INT_RGB), true), 65_500, 65_500));
    corpus.whole("no-width.jpg", REFUSED, () -> sized(sound(), 0, HEIGHT));
    corpus.whole("no-height.jpg", ANY, () -> sized(sound(), WIDTH, 0));
    corpus.whole("taller-than-its-data.jpg", ANY, () -> sized(sound(), WIDTH, 400));
    corpus.whole("12-bit.jpg", ANY, () -> frameByte(sound(), 4, 12));
    corpus.whole("channels-none.jpg", REFUSED, () -> frameByte(sound(), 9, 0));
    corpus.whole("channels-many.jpg", REFUSED, () -> frameByte(sound(), 9, 200));
    corpus.whole("sampling-none.jpg", REFUSED, () -> frameByte(sound(), 11, 0));
    corpus.whole("sampling-huge.jpg", ANY, () -> frameByte(sound(), 11, 0xff));
    corpus.whole("lossless.jpg", ANY, () -> frameByte(sound(), 1, 0xc3));
    corpus.whole("arithmetic.jpg", ANY, () -> frameByte(sound(), 1, 0xc9));
    corpus.whole("table-missing.jpg", ANY, () -> without(sound(), 0xc4));
    corpus.whole("quantisation-missing.jpg", REFUSED, () -> without(sound(), 0xdb));
    corpus.whole("bytes-after.jpg", READ, () -> Arrays.copyOf(sound(), sound().length + 9_000));
    corpus.whole("comment-noise.jpg", READ, () -> marked(sound(), COMMENT, new byte[65_000]));
    corpus.whole("scans-without-end.jpg", ANY, HostileJpegs::manyScans);
  }

  private static void torn(Corpus corpus) {
    for (int percent : new int[] {1, 30, 60, 95}) {
      corpus.whole(
          "cut-at-" + percent + "-percent.jpg",
          percent < 60 ? REFUSED : ANY,
          () -> Arrays.copyOf(sound(), Math.max(3, sound().length * percent / 100)));
    }
    corpus.whole("start-alone.jpg", REFUSED, () -> new byte[] {(byte) 0xff, (byte) 0xd8});
    corpus.whole(
        "marker-length-none.jpg", REFUSED, () -> bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xd9));
    corpus.whole("fill-bytes-only.jpg", REFUSED, HostileJpegs::fillBytes);
  }

  private static byte[] fillBytes() {
    byte[] all = new byte[2_000_000];
    Arrays.fill(all, (byte) 0xff);
    all[1] = (byte) 0xd8;
    return all;
  }

  private static byte[] bytes(int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      all[i] = (byte) values[i];
    }
    return all;
  }

  /** Wider than high, its upper left corner white: a turn can be seen. */
  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, x < 8 && y < 8 ? 0xffffff : x * 8 << 16 | y * 12 << 8 | 40);
      }
    }
    return image;
  }

  private static byte[] sound() {
    return written(image(BufferedImage.TYPE_INT_RGB), false);
  }

  private static byte[] written(BufferedImage image, boolean progressive) {
    return written(new IIOImage(image, null, null), progressive);
  }

  private static byte[] fourChannels() {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        raster.setPixel(x, y, new int[] {x * 10, y * 15, 90, 30});
      }
    }
    return written(new IIOImage(raster, null, null), false);
  }

  private static byte[] written(IIOImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (progressive) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, image, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** With a marker segment right behind the start. */
  private static byte[] marked(byte[] jpeg, int marker, byte[] content) {
    ByteBuffer all = ByteBuffer.allocate(jpeg.length + content.length + 4);
    all.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker);
    all.putShort((short) (content.length + 2)).put(content);
    return all.put(jpeg, 2, jpeg.length - 2).array();
  }

  private static byte[] adobe(int transform) {
    byte[] all = Arrays.copyOf("Adobe".getBytes(US_ASCII), 12);
    all[6] = 100;
    all[11] = (byte) transform;
    return all;
  }

  private static byte[] exif(int orientation, int firstDirectory) {
    ByteBuffer out = ByteBuffer.allocate(32);
    out.put("Exif\0\0MM".getBytes(US_ASCII)).putShort((short) 42).putInt(firstDirectory);
    out.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    return out.putShort((short) orientation).putShort((short) 0).putInt(0).array();
  }

  /** Where a marker stands; the segments up to the first scan are looked at. */
  private static int find(byte[] jpeg, int marker) {
    int at = 2;
    while (at + 4 < jpeg.length && (jpeg[at + 1] & 0xff) != 0xda) {
      int found = jpeg[at + 1] & 0xff;
      boolean frame = marker == FRAME && (found == 0xc0 || found == 0xc2);
      if (found == marker || frame) {
        return at;
      }
      at += 2 + segment(jpeg, at);
    }
    throw new IllegalStateException("no marker " + Integer.toHexString(marker));
  }

  private static int segment(byte[] jpeg, int at) {
    return (jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff;
  }

  private static byte[] frameByte(byte[] jpeg, int at, int value) {
    jpeg[find(jpeg, FRAME) + at] = (byte) value;
    return jpeg;
  }

  private static byte[] sized(byte[] jpeg, int width, int height) {
    ByteBuffer.wrap(jpeg)
        .putShort(find(jpeg, FRAME) + 5, (short) height)
        .putShort(find(jpeg, FRAME) + 7, (short) width);
    return jpeg;
  }

  private static byte[] without(byte[] jpeg, int marker) {
    int at = find(jpeg, marker);
    int length = 2 + segment(jpeg, at);
    byte[] rest = new byte[jpeg.length - length];
    System.arraycopy(jpeg, 0, rest, 0, at);
    System.arraycopy(jpeg, at + length, rest, at, rest.length - at);
    return rest;
  }

  /** A large progressive picture whose last scan is repeated: each costs a pass over all of it. */
  private static byte[] manyScans() {
    byte[] jpeg = sized(written(image(BufferedImage.TYPE_INT_RGB), true), 8_000, 8_000);
    int scan = jpeg.length - 2;
    while ((jpeg[scan] & 0xff) != 0xff || (jpeg[scan + 1] & 0xff) != 0xda) {
      scan--;
    }
    int length = jpeg.length - 2 - scan;
    ByteBuffer all = ByteBuffer.allocate(jpeg.length + 2_000 * length);
    all.put(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 2_000; i++) {
      all.put(jpeg, scan, length);
    }
    return all.put(jpeg, jpeg.length - 2, 2).array();
  }
}
