package io.headstart.testsupport.hostile;

import static io.headstart.testsupport.hostile.Specimen.Fate.READ;
import static io.headstart.testsupport.hostile.Specimen.Fate.REFUSED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Pictures that a decoder has to survive. Their names end as a file's would. {@code READ} means
 * that it decodes into the size that it says, {@code REFUSED} that it doesn't and is named.
 */
public final class HostilePictures {
  private HostilePictures() {}

  /** All of them, in an order that stays. */
  public static List<Specimen> all() {
    Corpus corpus = new Corpus();
    kindsOfPng(corpus);
    damagedPng(corpus);
    floods(corpus);
    noPictures(corpus);
    HostileJpegs.addTo(corpus);
    HostileOthers.addTo(corpus);
    return corpus.all();
  }

  /** A small PNG file that says it has many pixels; the first rows are there. */
  public static byte[] flood(int width, int height) {
    return new RawPng().header(width, height, 8, RawPng.GREY).data(new byte[200_000]).end();
  }

  private static void kindsOfPng(Corpus corpus) {
    int[][] kinds = {
      {RawPng.GREY, 1},
      {RawPng.GREY, 2},
      {RawPng.GREY, 4},
      {RawPng.GREY, 8},
      {RawPng.GREY, 16},
      {RawPng.RGB, 8},
      {RawPng.RGB, 16},
      {RawPng.GREY_ALPHA, 8},
      {RawPng.GREY_ALPHA, 16},
      {RawPng.RGBA, 8},
      {RawPng.RGBA, 16}
    };
    for (int[] kind : kinds) {
      corpus.whole(
          "colour-" + kind[0] + "-bits-" + kind[1] + ".png", READ, () -> plain(kind[0], kind[1]));
    }
    corpus.whole(
        "palette.png",
        READ,
        () ->
            new RawPng()
                .header(8, 8, 8, RawPng.PALETTE)
                .chunk("PLTE", palette(256))
                .data(pattern(8, 8))
                .end());
    corpus.whole(
        "palette-transparent.png",
        READ,
        () ->
            new RawPng()
                .header(8, 8, 8, RawPng.PALETTE)
                .chunk("PLTE", palette(256))
                .chunk("tRNS", new byte[256])
                .data(pattern(8, 8))
                .end());
    corpus.whole(
        "palette-missing.png",
        REFUSED,
        () -> new RawPng().header(8, 8, 8, RawPng.PALETTE).data(pattern(8, 8)).end());
    corpus.whole(
        "palette-too-short.png",
        READ,
        () ->
            new RawPng()
                .header(8, 8, 8, RawPng.PALETTE)
                .chunk("PLTE", palette(2))
                .data(pattern(8, 8))
                .end());
    corpus.whole(
        "one-pixel.png",
        READ,
        () -> new RawPng().header(1, 1, 8, RawPng.GREY).data(new byte[2]).end());
    corpus.whole("one-row-of-pixels.png", REFUSED, () -> grey(20_000, 1));
    corpus.whole("one-column-of-pixels.png", REFUSED, () -> grey(1, 20_000));
    corpus.whole("all-black.png", READ, () -> grey(64, 64));
    corpus.whole(
        "interlaced.png",
        READ,
        () -> new RawPng().header(1, 1, 8, RawPng.GREY, 1).data(new byte[2]).end());
  }

  private static byte[] plain(int colour, int bits) {
    int samples =
        colour == RawPng.RGB ? 3 : colour == RawPng.RGBA ? 4 : colour == RawPng.GREY ? 1 : 2;
    int row = (8 * samples * bits + 7) / 8;
    return new RawPng().header(8, 8, bits, colour).data(pattern(row, 8)).end();
  }

  private static byte[] pattern(int row, int height) {
    byte[] pixels = new byte[row * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    return RawPng.rows(row, pixels);
  }

  private static byte[] grey(int width, int height) {
    byte[] rows = new byte[(width + 1) * height];
    return new RawPng().header(width, height, 8, RawPng.GREY).data(rows).end();
  }

  private static byte[] palette(int colours) {
    byte[] all = new byte[3 * colours];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  private static RawPng headed() {
    return new RawPng().header(8, 8, 8, RawPng.GREY);
  }

  private static void damagedPng(Corpus corpus) {
    byte[] sound = headed().data(pattern(8, 8)).end();
    for (int length : new int[] {1, 8, 20, 33, 45, 60}) {
      corpus.whole("cut-at-" + length + ".png", REFUSED, () -> Arrays.copyOf(sound, length));
    }
    corpus.whole("no-end.png", READ, () -> headed().data(pattern(8, 8)).open());
    corpus.whole("no-data.png", REFUSED, () -> headed().end());
    corpus.whole("no-header.png", REFUSED, () -> new RawPng().data(pattern(8, 8)).end());
    corpus.whole("rows-missing.png", REFUSED, () -> headed().data(pattern(8, 3)).end());
    corpus.whole("rows-too-many.png", READ, () -> headed().data(pattern(8, 900)).end());
    corpus.whole("filter-unknown.png", REFUSED, () -> headed().data(filled(72, 9)).end());
    corpus.whole(
        "sum-wrong.png",
        REFUSED,
        () -> headed().chunk("IDAT", 5, new byte[] {1, 2, 3, 4, 5}, 7).end());
    corpus.whole(
        "data-noise.png",
        REFUSED,
        () -> {
          byte[] noise = new byte[500];
          new Random(4).nextBytes(noise);
          return headed().chunk("IDAT", noise).end();
        });
    corpus.whole(
        "chunk-length-huge.png",
        REFUSED,
        () -> headed().chunk("IDAT", 0x7fffffff, new byte[20], 0).end());
    corpus.whole(
        "chunk-length-negative.png",
        REFUSED,
        () -> headed().chunk("IDAT", -1, new byte[20], 0).end());
    corpus.whole(
        "two-headers.png",
        REFUSED,
        () -> headed().header(9_000, 9_000, 8, RawPng.RGB).data(pattern(8, 8)).end());
    corpus.whole(
        "no-width.png",
        REFUSED,
        () -> new RawPng().header(0, 8, 8, RawPng.GREY).data(pattern(8, 8)).end());
    corpus.whole(
        "width-negative.png",
        REFUSED,
        () -> new RawPng().header(-8, 8, 8, RawPng.GREY).data(pattern(8, 8)).end());
    corpus.whole(
        "bits-unknown.png",
        REFUSED,
        () -> new RawPng().header(8, 8, 5, RawPng.GREY).data(pattern(8, 8)).end());
    corpus.whole(
        "colour-unknown.png",
        REFUSED,
        () -> new RawPng().header(8, 8, 8, 5).data(pattern(8, 8)).end());
    corpus.whole(
        "text-bomb.png", READ, () -> headed().chunk("zTXt", textBomb()).data(pattern(8, 8)).end());
    corpus.whole(
        "profile-bomb.png",
        READ,
        () -> headed().chunk("iCCP", textBomb()).data(pattern(8, 8)).end());
    corpus.whole(
        "profile-noise.png",
        READ,
        () -> headed().chunk("iCCP", noisyProfile()).data(pattern(8, 8)).end());
    corpus.whole(
        "exif-noise.png",
        READ,
        () -> headed().chunk("eXIf", filled(300, 'M')).data(pattern(8, 8)).end());
    corpus.whole(
        "many-chunks.png",
        READ,
        () -> {
          RawPng png = headed();
          for (int i = 0; i < 100_000; i++) {
            png.chunk("tEXt", "a\0b".getBytes(US_ASCII));
          }
          return png.data(pattern(8, 8)).end();
        });
  }

  private static byte[] filled(int length, int value) {
    byte[] all = new byte[length];
    Arrays.fill(all, (byte) value);
    return all;
  }

  /** A keyword and 256 MB of zeros, deflated. */
  private static byte[] textBomb() {
    byte[] zeros = RawZip.zeros(256);
    return ByteBuffer.allocate(zeros.length + 5)
        .put(new byte[] {'a', 0, 0, 0x78, (byte) 0xda})
        .put(zeros)
        .array();
  }

  private static byte[] noisyProfile() {
    byte[] packed = RawPng.zlib(filled(600, 0x41));
    return ByteBuffer.allocate(packed.length + 3).put(new byte[] {'a', 0, 0}).put(packed).array();
  }

  private static void floods(Corpus corpus) {
    int[][] sizes = {
      {60_000, 60_000}, {0x7fffffff, 1}, {1, 0x7fffffff}, {0x7fffffff, 0x7fffffff}, {46_341, 46_341}
    };
    for (int[] size : sizes) {
      corpus.whole(
          "flood-" + size[0] + "-by-" + size[1] + ".png", REFUSED, () -> flood(size[0], size[1]));
    }
    corpus.whole(
        "flood-whole-16-bit.png",
        REFUSED,
        () -> {
          byte[] zeros = RawZip.zeros(20_000 * 20 / 1024 * 8);
          byte[] content =
              ByteBuffer.allocate(zeros.length + 2)
                  .put(new byte[] {0x78, (byte) 0xda})
                  .put(zeros)
                  .array();
          return new RawPng().header(20_000, 20_000, 16, RawPng.RGBA).chunk("IDAT", content).end();
        });
  }

  private static void noPictures(Corpus corpus) {
    for (String ending : List.of("jpg", "png", "gif", "bmp", "webp")) {
      corpus.whole("text." + ending, REFUSED, () -> "This is no picture.\n".getBytes(UTF_8));
      corpus.whole("empty." + ending, REFUSED, () -> new byte[0]);
    }
    corpus.whole("page.jpg", REFUSED, () -> "<html><body>Not found</body></html>".getBytes(UTF_8));
    corpus.whole(
        "vector.jpg",
        REFUSED,
        () -> "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".getBytes(UTF_8));
    corpus.whole("document.jpg", REFUSED, () -> "%PDF-1.7\n%%EOF\n".getBytes(UTF_8));
    corpus.whole("archive.jpg", REFUSED, () -> Corpus.sound().build());
    corpus.whole(
        "heif.jpg", REFUSED, () -> "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(US_ASCII));
    corpus.whole(
        "tiff.jpg", REFUSED, () -> new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    corpus.whole("png-called.jpg", READ, () -> RawPng.small(4));
    corpus.whole("png-and-archive.png", READ, () -> Corpus.sound().before(RawPng.small(5)).build());
    corpus.whole("zeros.jpg", REFUSED, () -> new byte[4_000]);
    corpus.whole(
        "noise.jpg",
        REFUSED,
        () -> {
          byte[] noise = new byte[4_000];
          new Random(5).nextBytes(noise);
          return noise;
        });
  }
}
