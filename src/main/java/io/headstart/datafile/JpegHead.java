package io.headstart.datafile;

import java.nio.ByteBuffer;

/**
 * What the segments of a JPEG say.
 *
 * @param width pixels
 * @param height pixels
 * @param orientation as EXIF numbers it
 * @param channels 1, 3 or 4
 * @param jfif whether it has a JFIF segment
 * @param adobe the colour transform of its Adobe segment, or -1 without one
 * @param named whether its channels are called R, G, B
 */
record JpegHead(
    int width, int height, int orientation, int channels, boolean jfif, int adobe, boolean named) {
  private static final int FILL = 0xff;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int EXIF = 0x45786966;
  private static final int JFIF = 0x4a464946;
  private static final int ADOBE = 0x41646f62;

  /** A scan costs a pass over all pixels; some files have thousands. */
  private static final long MOST_WORK = 2_000_000_000;

  private static final Flaw RARE =
      new Flaw(
          "rare-jpeg",
          "The JPEG is of a rare kind (lossless, arithmetic, 12 bit, or odd channels)",
          PictureHead.AGAIN);
  private static final Flaw SCANS =
      new Flaw("scans", "The JPEG has far more scans than it needs", PictureHead.AGAIN);

  /**
   * Walks through the segments up to the end mark.
   *
   * @throws BadPicture when there is none, or the picture is of a kind that isn't read
   * @throws IndexOutOfBoundsException when it ends within a segment
   */
  static JpegHead of(ByteBuffer file) throws BadPicture {
    int at = 2;
    int orientation = 0;
    int adobe = -1;
    boolean jfif = false;
    int frame = -1;
    long scans = 0;
    while (true) {
      if ((file.get(at++) & 0xff) != FILL) {
        throw new BadPicture(PictureHead.DAMAGED);
      }
      int marker = file.get(at++) & 0xff;
      while (marker == FILL) {
        marker = file.get(at++) & 0xff;
      }
      if (marker == END) {
        break;
      }
      int length = file.getShort(at) & 0xffff;
      if (length < 2) {
        throw new BadPicture(PictureHead.DAMAGED);
      }
      if (isFrame(marker)) {
        if (frame >= 0 || marker > 0xc2) {
          throw new BadPicture(RARE);
        }
        frame = at;
      } else if (marker == 0xe0 && length >= 7 && file.getInt(at + 2) == JFIF) {
        jfif = true;
      } else if (marker == 0xe1 && length >= 8 && file.getInt(at + 2) == EXIF && orientation == 0) {
        orientation = Exif.orientation(file.slice(at + 8, length - 8));
      } else if (marker == 0xee && length >= 14 && file.getInt(at + 2) == ADOBE) {
        adobe = file.get(at + 13) & 0xff;
      }
      at += length;
      if (marker == SCAN) {
        scans++;
        at = afterScan(file, at);
      }
    }
    if (frame < 0 || scans == 0) {
      throw new BadPicture(PictureHead.DAMAGED);
    }
    int height = file.getShort(frame + 3) & 0xffff;
    int width = file.getShort(frame + 5) & 0xffff;
    int channels = file.get(frame + 7) & 0xff;
    if (file.get(frame + 2) != 8 || (channels != 1 && channels != 3 && channels != 4)) {
      throw new BadPicture(RARE);
    }
    boolean named = channels == 3;
    for (int i = 0; i < channels; i++) {
      int sampling = file.get(frame + 9 + 3 * i) & 0xff;
      if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4) {
        throw new BadPicture(RARE);
      }
      named &= file.get(frame + 8 + 3 * i) == "RGB?".charAt(i);
    }
    if (scans * width * height > MOST_WORK) {
      throw new BadPicture(SCANS);
    }
    return new JpegHead(width, height, Math.max(1, orientation), channels, jfif, adobe, named);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** Where the marker behind a scan's data starts: neither a stuffed byte nor a restart. */
  private static int afterScan(ByteBuffer file, int from) {
    int at = from;
    while (true) {
      if ((file.get(at) & 0xff) == FILL) {
        int next = file.get(at + 1) & 0xff;
        if (next != 0 && next != FILL && (next < 0xd0 || next > 0xd7)) {
          return at;
        }
      }
      at++;
    }
  }

  /** Whether its channels are brightness and two differences of colour, as most JPEGs have them. */
  boolean isYcc() {
    if (channels == 3) {
      return jfif || (adobe >= 0 ? adobe != 0 : !named);
    }
    return channels == 4 && adobe == 2;
  }
}
