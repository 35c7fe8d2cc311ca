package io.headstart.datafile;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.headstart.datafile.PictureHead.Kind;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures: JPEG (four inks too), PNG, WebP, BMP, and the first frame of a GIF. How many
 * pixels a file has is looked at before anything is decoded. What is transparent becomes white, 16
 * bits become 8, colour profiles are not applied. Thread-safe.
 */
public final class Pictures {
  /** Above so many pixels in memory only one picture at a time is decoded. */
  private static final int LARGE = 4_000_000;

  private static final Semaphore LARGE_ONES = new Semaphore(1);
  private static final WebPImageReaderSpi WEBP = new WebPImageReaderSpi();

  private Pictures() {}

  /**
   * Decodes a picture, all of its pixels: up to 156 MB.
   *
   * @param content of its file; the file's name plays no part
   * @throws BadPicture when it can't be decoded or has too many pixels
   */
  public static Picture decode(byte[] content) throws BadPicture {
    return decode(content, Integer.MAX_VALUE);
  }

  /**
   * Decodes as much of a picture as is needed to scale it down well: of one that is far larger,
   * every second, third, … pixel, so that memory is bounded by the need and not by the file.
   *
   * @param enough pixels that the shorter side is wanted to have; at least four times as many are
   *     decoded where there are so many
   * @throws BadPicture when it can't be decoded or has too many pixels
   */
  public static Picture decode(byte[] content, int enough) throws BadPicture {
    PictureHead head = PictureHead.of(content);
    int step = (int) Math.max(1, Math.min(head.width(), head.height()) / (4L * enough));
    boolean large = (long) head.width() * head.height() / step / step > LARGE;
    if (large) {
      LARGE_ONES.acquireUninterruptibly();
    }
    try {
      return decode(content, head, step).upright(head.orientation());
    } catch (IOException | RuntimeException e) {
      // Decoders meet damage with whatever exception happens to come of it.
      throw new BadPicture(PictureHead.DAMAGED);
    } finally {
      if (large) {
        LARGE_ONES.release();
      }
    }
  }

  /**
   * What a picture's file says about itself.
   *
   * @param kind file format, such as {@code JPEG}, by its content
   * @param width pixels, upright
   * @param height pixels, upright
   */
  public record Facts(String kind, int width, int height) {}

  /**
   * Looks at a picture's head only.
   *
   * @throws BadPicture when it is of no kind that is read, or has too many pixels
   */
  public static Facts facts(byte[] content) throws BadPicture {
    PictureHead head = PictureHead.of(content);
    boolean lies = head.orientation() >= 5;
    return new Facts(
        head.kind().title(),
        lies ? head.height() : head.width(),
        lies ? head.width() : head.height());
  }

  private static Picture decode(byte[] content, PictureHead head, int step)
      throws IOException, BadPicture {
    ImageReader reader = reader(head.kind());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(in, true, true);
      if (reader.getWidth(0) != head.width() || reader.getHeight(0) != head.height()) {
        throw new BadPicture(PictureHead.DAMAGED);
      }
      ImageReadParam only = reader.getDefaultReadParam();
      only.setSourceSubsampling(step, step, 0, 0);
      if (head.jpeg() != null) {
        Raster raster = reader.readRaster(0, only);
        return Pixels.of(raster.createTranslatedChild(0, 0), head.jpeg());
      }
      BufferedImage image = reader.read(0, only);
      return Pixels.of(image);
    } finally {
      reader.dispose();
    }
  }

  /** Java's own readers, whatever others the class path has. */
  private static ImageReader reader(Kind kind) throws IOException {
    if (kind == Kind.WEBP) {
      return WEBP.createReaderInstance(null);
    }
    Iterator<ImageReader> all = ImageIO.getImageReadersByFormatName(kind.name());
    while (all.hasNext()) {
      ImageReader reader = all.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("This Java has no reader for " + kind);
  }
}
