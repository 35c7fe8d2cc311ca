package io.headstart.datafile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads from EXIF data how a picture has to be turned, and nothing else. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  private Exif() {}

  /**
   * The orientation, 1 (upright) when the data says nothing that makes sense.
   *
   * @param tiff the data from its byte order mark on; any length
   */
  static int orientation(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return 1;
    }
    ByteBuffer data = tiff.slice();
    int mark = data.getShort(0);
    if (mark == 0x4949) {
      data.order(ByteOrder.LITTLE_ENDIAN);
    } else if (mark != 0x4d4d) {
      return 1;
    }
    long directory = data.getInt(4) & 0xffffffffL;
    if (directory > data.limit() - 2) {
      return 1;
    }
    int at = (int) directory + 2;
    int entries = data.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries && at <= data.limit() - ENTRY; i++, at += ENTRY) {
      if ((data.getShort(at) & 0xffff) == ORIENTATION && data.getShort(at + 2) == SHORT) {
        int value = data.getShort(at + 8) & 0xffff;
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }
}
