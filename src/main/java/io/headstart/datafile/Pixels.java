package io.headstart.datafile;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Makes three bytes a pixel of what decoders hand out. */
final class Pixels {
  private Pixels() {}

  /** Samples are taken as they are: Java's own conversion would brighten grey ones. */
  static Picture of(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    boolean plain = model instanceof ComponentColorModel && !(model instanceof IndexColorModel);
    int[] row = new int[width * Math.max(1, image.getRaster().getNumBands())];
    int[] colours = new int[width];
    for (int y = 0; y < height; y++) {
      if (plain) {
        samples(image.getRaster(), model, y, row, rgb);
      } else {
        image.getRGB(0, y, width, 1, colours, 0, width);
        for (int x = 0; x < width; x++) {
          int c = colours[x];
          put(rgb, y * width + x, (c >> 16) & 0xff, (c >> 8) & 0xff, c & 0xff, c >>> 24);
        }
      }
    }
    return new Picture(width, height, rgb);
  }

  private static void samples(Raster raster, ColorModel model, int y, int[] row, byte[] rgb) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int bits = model.getComponentSize(0);
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      int red = eight(row[at], bits);
      boolean grey = bands < 3;
      int green = grey ? red : eight(row[at + 1], bits);
      int blue = grey ? red : eight(row[at + 2], bits);
      int alpha = bands == 2 || bands == 4 ? eight(row[at + bands - 1], bits) : 255;
      put(rgb, y * width + x, red, green, blue, alpha);
    }
  }

  private static int eight(int sample, int bits) {
    return bits > 8 ? sample >> (bits - 8) : bits == 8 ? sample : sample * 255 / ((1 << bits) - 1);
  }

  private static void put(byte[] rgb, int pixel, int red, int green, int blue, int alpha) {
    int white = 255 * (255 - alpha) + 127;
    rgb[3 * pixel] = (byte) ((red * alpha + white) / 255);
    rgb[3 * pixel + 1] = (byte) ((green * alpha + white) / 255);
    rgb[3 * pixel + 2] = (byte) ((blue * alpha + white) / 255);
  }

  /**
   * From the channels of a JPEG.
   *
   * @param raster from 0, 0 on
   */
  static Picture of(Raster raster, JpegHead jpeg) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        int red = row[at];
        int green = bands == 1 ? red : row[at + 1];
        int blue = bands == 1 ? red : row[at + 2];
        if (jpeg.isYcc()) {
          int brightness = red;
          int blueness = green - 128;
          int redness = blue - 128;
          red = clip(brightness + ((91_881 * redness + 32_768) >> 16));
          green = clip(brightness + ((-22_554 * blueness - 46_802 * redness + 32_768) >> 16));
          blue = clip(brightness + ((116_130 * blueness + 32_768) >> 16));
        }
        if (bands == 4) {
          // Adobe writes inks the other way round: 255 is none.
          int black = row[at + 3];
          boolean turned = jpeg.adobe() >= 0;
          boolean light = jpeg.isYcc();
          red = ink(light ? 255 - red : red, black, turned);
          green = ink(light ? 255 - green : green, black, turned);
          blue = ink(light ? 255 - blue : blue, black, turned);
        }
        int pixel = 3 * (y * width + x);
        rgb[pixel] = (byte) red;
        rgb[pixel + 1] = (byte) green;
        rgb[pixel + 2] = (byte) blue;
      }
    }
    return new Picture(width, height, rgb);
  }

  private static int ink(int colour, int black, boolean turned) {
    return turned ? colour * black / 255 : (255 - colour) * (255 - black) / 255;
  }

  private static int clip(int value) {
    return Math.min(255, Math.max(0, value));
  }
}
