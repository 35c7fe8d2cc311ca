package io.headstart.datafile;

/** A picture in memory. Never changed. */
public final class Picture {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Takes the array as it is; nobody may change it afterwards.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param rgb row by row from the top, three bytes a pixel: red, green, blue
   * @throws IllegalArgumentException when {@code rgb} is not {@code 3 * width * height} long
   */
  public Picture(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          width + " x " + height + " pixels have not " + rgb.length + " bytes");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** Pixels of a row. */
  public int width() {
    return width;
  }

  /** Pixels of a column. */
  public int height() {
    return height;
  }

  /** Row by row from the top, three bytes a pixel; to be read only. */
  public byte[] rgb() {
    return rgb;
  }

  /**
   * The same picture in another size, whatever its proportions: averaged over the area when
   * smaller, linear between pixels when larger. The same bytes on every machine.
   */
  public Picture scaled(int toWidth, int toHeight) {
    return Resampling.scale(this, toWidth, toHeight);
  }

  /** The same picture, its shorter side as long as given, its proportions kept. */
  public Picture withShorterSide(int side) {
    double factor = (double) side / Math.min(width, height);
    return scaled(
        Math.max(side, (int) Math.round(width * factor)),
        Math.max(side, (int) Math.round(height * factor)));
  }

  /**
   * A part of it.
   *
   * @throws IllegalArgumentException when the part reaches out of the picture
   */
  public Picture crop(int left, int top, int partWidth, int partHeight) {
    if (left < 0 || top < 0 || left > width - partWidth || top > height - partHeight) {
      throw new IllegalArgumentException("The part reaches out of the picture");
    }
    byte[] part = new byte[3 * partWidth * partHeight];
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(rgb, 3 * ((top + y) * width + left), part, 3 * y * partWidth, 3 * partWidth);
    }
    return new Picture(partWidth, partHeight, part);
  }

  /**
   * Turned and mirrored so that it stands upright.
   *
   * @param orientation as EXIF numbers it, 1 to 8; others are taken for 1
   */
  public Picture upright(int orientation) {
    if (orientation < 2 || orientation > 8) {
      return this;
    }
    boolean swaps = orientation >= 5;
    int toWidth = swaps ? height : width;
    int toHeight = swaps ? width : height;
    byte[] turned = new byte[rgb.length];
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < toWidth; x++) {
        int fromX = swaps ? y : x;
        int fromY = swaps ? x : y;
        if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
          fromX = width - 1 - fromX;
        }
        if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
          fromY = height - 1 - fromY;
        }
        System.arraycopy(rgb, 3 * (fromY * width + fromX), turned, 3 * (y * toWidth + x), 3);
      }
    }
    return new Picture(toWidth, toHeight, turned);
  }
}
