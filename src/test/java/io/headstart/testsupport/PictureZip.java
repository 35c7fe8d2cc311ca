package io.headstart.testsupport;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Writes ZIP archives of pictures, each different by its number. */
public final class PictureZip implements AutoCloseable {
  private final ZipOutputStream zip;

  /** Writes into a file. */
  public PictureZip(Path file) throws IOException {
    this(Files.newOutputStream(file));
  }

  private PictureZip(OutputStream out) {
    zip = new ZipOutputStream(out);
  }

  /** Names of pictures, each with a picture of its own. */
  public static byte[] of(String... names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PictureZip zip = new PictureZip(out)) {
      for (int i = 0; i < names.length; i++) {
        zip.add(names[i], picture(i, 40, 30, "png"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A file with any content. */
  public PictureZip add(String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
    return this;
  }

  /**
   * A picture's file.
   *
   * @param number decides its colours
   * @param format as ImageIO names it
   */
  public static byte[] picture(int number, int width, int height, String format) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = image.createGraphics();
    Color from = new Color(number * 2_654_435 & 0xffffff);
    brush.setPaint(new GradientPaint(0, 0, from, width, height, Color.ORANGE));
    brush.fillRect(0, 0, width, height);
    brush.setPaint(new Color(number * 40_503 & 0xffffff));
    brush.fillOval(width / 4, height / 4, width / 2, height / 2);
    brush.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
