package io.headstart.datafile;

import java.util.Arrays;

/**
 * Scales by a triangle that is as wide as two target pixels, or two source pixels where that is
 * more: first along rows, then along columns, in whole numbers. These are the bytes that Pillow's
 * {@code BILINEAR} makes too, so what was learned here holds for pictures prepared there.
 */
final class Resampling {
  /** A weight of 1. Sums of 8 bit times this fit into an int. */
  private static final int ONE = 1 << 22;

  private Resampling() {}

  /** For each target pixel: the first source pixel, and weights from there on. */
  private static final class Weights {
    private final int[] first;
    private final int[][] of;

    private Weights(int[] first, int[][] of) {
      this.first = first;
      this.of = of;
    }

    static Weights between(int from, int to) {
      double scale = (double) from / to;
      double widening = Math.max(1, scale);
      int[] first = new int[to];
      int[][] all = new int[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int start = Math.max(0, (int) (centre - widening + 0.5));
        int end = Math.min(from, (int) (centre + widening + 0.5));
        double[] weights = new double[end - start];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
          double distance = Math.abs((j + start - centre + 0.5) / widening);
          weights[j] = Math.max(0, 1 - distance);
          sum += weights[j];
        }
        first[i] = start;
        all[i] = new int[weights.length];
        for (int j = 0; j < weights.length; j++) {
          all[i][j] = (int) (0.5 + weights[j] / sum * ONE);
        }
      }
      return new Weights(first, all);
    }
  }

  static Picture scale(Picture picture, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("A picture has at least one pixel");
    }
    byte[] rgb = picture.rgb();
    if (width != picture.width()) {
      rgb = alongRows(rgb, picture.width(), picture.height(), width);
    }
    if (height != picture.height()) {
      rgb = alongColumns(rgb, width, picture.height(), height);
    }
    return new Picture(width, height, rgb);
  }

  private static byte[] alongRows(byte[] rgb, int from, int rows, int to) {
    Weights weights = Weights.between(from, to);
    byte[] out = new byte[3 * to * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < to; x++) {
        int at = 3 * (y * from + weights.first[x]);
        int red = ONE / 2;
        int green = ONE / 2;
        int blue = ONE / 2;
        for (int weight : weights.of[x]) {
          red += weight * (rgb[at] & 0xff);
          green += weight * (rgb[at + 1] & 0xff);
          blue += weight * (rgb[at + 2] & 0xff);
          at += 3;
        }
        int target = 3 * (y * to + x);
        out[target] = clip(red);
        out[target + 1] = clip(green);
        out[target + 2] = clip(blue);
      }
    }
    return out;
  }

  private static byte[] alongColumns(byte[] rgb, int width, int from, int to) {
    Weights weights = Weights.between(from, to);
    int row = 3 * width;
    byte[] out = new byte[row * to];
    int[] sums = new int[row];
    for (int y = 0; y < to; y++) {
      Arrays.fill(sums, ONE / 2);
      int at = weights.first[y] * row;
      for (int weight : weights.of[y]) {
        for (int i = 0; i < row; i++) {
          sums[i] += weight * (rgb[at + i] & 0xff);
        }
        at += row;
      }
      for (int i = 0; i < row; i++) {
        out[y * row + i] = clip(sums[i]);
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.min(255, Math.max(0, sum >> 22));
  }
}
