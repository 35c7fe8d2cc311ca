package io.headstart.worker.check;

import io.headstart.datafile.Picture;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes small versions of pictures into one file, and where each stands into another. */
final class Thumbnails implements Closeable {
  /** Pixels of the longer side. */
  static final int SIDE = 96;

  private static final float QUALITY = 0.8f;

  private final OutputStream out;
  private final long[] offsets;
  private final int[] lengths;
  private long written;

  /**
   * @param file where the thumbnails go
   * @param pictures how many pictures there are
   */
  Thumbnails(Path file, int pictures) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    offsets = new long[pictures];
    lengths = new int[pictures];
  }

  /** A JPEG of at most 96 pixels a side; what is smaller stays as it is. */
  static byte[] of(Picture picture) throws IOException {
    double factor = Math.min(1, (double) SIDE / Math.max(picture.width(), picture.height()));
    Picture small =
        picture.scaled(
            Math.max(1, (int) Math.round(picture.width() * factor)),
            Math.max(1, (int) Math.round(picture.height() * factor)));
    BufferedImage image =
        new BufferedImage(small.width(), small.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[small.width()];
    for (int y = 0; y < small.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = 3 * (y * row.length + x);
        row[x] =
            ((small.rgb()[at] & 0xff) << 16)
                | ((small.rgb()[at + 1] & 0xff) << 8)
                | (small.rgb()[at + 2] & 0xff);
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(content)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return content.toByteArray();
  }

  void add(int picture, byte[] thumbnail) throws IOException {
    out.write(thumbnail);
    offsets[picture] = written;
    lengths[picture] = thumbnail.length;
    written += thumbnail.length;
  }

  /**
   * Writes the index.
   *
   * @param kept which pictures are kept; the others have no thumbnail
   */
  void index(Path file, boolean[] kept) throws IOException {
    out.flush();
    try (DataOutputStream index =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int i = 0; i < offsets.length; i++) {
        index.writeLong(kept[i] ? offsets[i] : 0);
        index.writeInt(kept[i] ? lengths[i] : 0);
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
