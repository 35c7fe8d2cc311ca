package io.headstart.worker.task;

import io.headstart.datafile.BadPicture;
import io.headstart.datafile.Picture;
import io.headstart.datafile.Pictures;
import io.headstart.protocol.PictureSettings;
import java.util.SplittableRandom;

/** Makes numbers of pictures, channel after channel; the same in every place where it's done. */
public final class Preparation {
  private static final double LARGEST_PROPORTION = 4.0 / 3;

  /** How much red, green and blue make a pixel bright. */
  private static final double[] BRIGHTNESS = {0.299, 0.587, 0.114};

  private final PictureSettings settings;

  /** Prepares pictures as these settings say. */
  public Preparation(PictureSettings settings) {
    this.settings = settings;
  }

  /**
   * A picture's normalised values, [3, side, side]: what validation and test pictures give.
   *
   * @param content of its file
   * @throws BadPicture when it can't be decoded or has too many pixels
   */
  public float[] values(byte[] content) throws BadPicture {
    float[] values = new float[3 * settings.side() * settings.side()];
    write(plain(Pictures.decode(content, settings.side())), values, 0);
    return values;
  }

  /** The middle square, scaled. */
  Picture plain(Picture picture) {
    int side = settings.side();
    Picture scaled = picture.withShorterSide(side);
    return scaled.crop((scaled.width() - side) / 2, (scaled.height() - side) / 2, side, side);
  }

  /** Writes a square picture's normalised values, [3, side, side]. */
  void write(Picture picture, float[] into, int start) {
    byte[] rgb = picture.rgb();
    int pixels = rgb.length / 3;
    for (int c = 0; c < 3; c++) {
      float mean = settings.mean().get(c).floatValue();
      float scale = settings.scale().get(c).floatValue();
      for (int i = 0; i < pixels; i++) {
        into[start + c * pixels + i] = ((rgb[3 * i + c] & 0xff) - mean) / scale;
      }
    }
  }

  /** Writes a random variant's normalised values; the same seed gives the same variant. */
  void writeVaried(Picture picture, long seed, float[] into, int start) {
    SplittableRandom random = new SplittableRandom(seed);
    Picture square = settings.smallestCrop() < 1 ? part(picture, random) : plain(picture);
    write(square, into, start);
    int side = settings.side();
    if (settings.flip() && random.nextBoolean()) {
      mirror(into, start, side);
    }
    if (settings.colour() > 0) {
      recolour(into, start, side * side, random);
    }
  }

  private Picture part(Picture picture, SplittableRandom random) {
    double area = picture.width() * (double) picture.height();
    double share = settings.smallestCrop() + (1 - settings.smallestCrop()) * random.nextDouble();
    double proportion = Math.pow(LARGEST_PROPORTION, 2 * random.nextDouble() - 1);
    int width = bounded(Math.sqrt(area * share * proportion), picture.width());
    int height = bounded(Math.sqrt(area * share / proportion), picture.height());
    int left = random.nextInt(picture.width() - width + 1);
    int top = random.nextInt(picture.height() - height + 1);
    return picture.crop(left, top, width, height).scaled(settings.side(), settings.side());
  }

  private static int bounded(double length, int longest) {
    return (int) Math.max(1, Math.min(longest, Math.round(length)));
  }

  private static void mirror(float[] values, int start, int side) {
    for (int row = 0; row < 3 * side; row++) {
      int left = start + row * side;
      int right = left + side - 1;
      while (left < right) {
        float kept = values[left];
        values[left++] = values[right];
        values[right--] = kept;
      }
    }
  }

  /** Brightness, contrast around the picture's mean, saturation around each pixel's grey. */
  private void recolour(float[] values, int start, int pixels, SplittableRandom random) {
    double brightness = factor(random);
    double contrast = factor(random);
    double saturation = factor(random);
    double[] pixel = new double[3];
    double mean = 0;
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < 3; c++) {
        mean += BRIGHTNESS[c] * raw(values[start + c * pixels + i], c) * brightness / pixels;
      }
    }
    for (int i = 0; i < pixels; i++) {
      double grey = 0;
      for (int c = 0; c < 3; c++) {
        pixel[c] = mean + (raw(values[start + c * pixels + i], c) * brightness - mean) * contrast;
        grey += BRIGHTNESS[c] * pixel[c];
      }
      for (int c = 0; c < 3; c++) {
        double value = Math.min(255, Math.max(0, grey + (pixel[c] - grey) * saturation));
        values[start + c * pixels + i] =
            (float) ((value - settings.mean().get(c)) / settings.scale().get(c));
      }
    }
  }

  private double factor(SplittableRandom random) {
    return 1 + settings.colour() * (2 * random.nextDouble() - 1);
  }

  private double raw(float value, int channel) {
    return value * settings.scale().get(channel) + settings.mean().get(channel);
  }
}
