package io.headstart.datafile;

import io.headstart.datafile.PictureHead.Kind;
import java.nio.ByteBuffer;

/**
 * Heads of PNG, GIF, BMP and WebP files. Each stands behind its signature; throws {@link
 * IndexOutOfBoundsException} when the file ends too early.
 */
final class OtherHeads {
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int EXIF = 0x65584966;
  private static final int VP8X = 0x58385056;
  private static final int VP8L = 0x4c385056;
  private static final int VP8 = 0x20385056;
  private static final int EXIF_OF_WEBP = 0x46495845;
  private static final Flaw ODD =
      new Flaw("odd-file", "What the picture's file says does not make sense", PictureHead.AGAIN);

  /** Compressions of a BMP that are whole files of another kind, with sizes of their own. */
  private static final int JPEG_WITHIN = 4;

  private static final int PNG_WITHIN = 5;
  private static final Flaw WITHIN =
      new Flaw(
          "within-bmp",
          "The BMP file is a shell around a JPEG or PNG, as only printers get them",
          PictureHead.AGAIN);

  private OtherHeads() {}

  private static PictureHead head(Kind kind, int width, int height, int orientation) {
    return new PictureHead(kind, width, height, orientation, null);
  }

  /** One header first, then other chunks up to the first data. */
  static PictureHead png(ByteBuffer file) throws BadPicture {
    if (file.getInt(12) != IHDR || file.getInt(8) != 13) {
      throw new BadPicture(PictureHead.DAMAGED);
    }
    int orientation = 1;
    int at = 33;
    while (true) {
      int length = file.getInt(at);
      int type = file.getInt(at + 4);
      if (length < 0 || length > file.limit() - at - 12) {
        throw new BadPicture(PictureHead.DAMAGED);
      }
      if (type == IHDR) {
        throw new BadPicture(ODD);
      }
      if (type == IDAT) {
        return head(Kind.PNG, file.getInt(16), file.getInt(20), orientation);
      }
      if (type == EXIF) {
        orientation = Exif.orientation(file.slice(at + 8, length));
      }
      at += 12 + length;
    }
  }

  /** The first frame, which may be smaller than the screen. */
  static PictureHead gif(ByteBuffer file) throws BadPicture {
    int at = 13 + palette(file.get(10));
    while (true) {
      int block = file.get(at) & 0xff;
      if (block == 0x2c) {
        return head(Kind.GIF, file.getShort(at + 5) & 0xffff, file.getShort(at + 7) & 0xffff, 1);
      }
      if (block != 0x21) {
        throw new BadPicture(PictureHead.DAMAGED);
      }
      at += 2;
      int length = file.get(at) & 0xff;
      while (length > 0) {
        at += 1 + length;
        length = file.get(at) & 0xff;
      }
      at++;
    }
  }

  private static int palette(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Sizes that a decoder would believe are looked at here: of the palette and the profile. */
  static PictureHead bmp(ByteBuffer file) throws BadPicture {
    int header = file.getInt(14);
    long data = file.getInt(10) & 0xffffffffL;
    if (data >= file.limit()) {
      throw new BadPicture(PictureHead.DAMAGED);
    }
    if (header == 12) {
      return head(Kind.BMP, file.getShort(18) & 0xffff, Math.abs((int) file.getShort(20)), 1);
    }
    if (header < 40 || header > 200) {
      throw new BadPicture(ODD);
    }
    int compression = file.getInt(30);
    if (compression == JPEG_WITHIN || compression == PNG_WITHIN) {
      throw new BadPicture(WITHIN);
    }
    int bits = file.getShort(28) & 0xffff;
    long colours = file.getInt(46) & 0xffffffffL;
    if (colours > (bits <= 8 ? 1 << bits : 65_536)) {
      throw new BadPicture(ODD);
    }
    if (header >= 124) {
      long profile = (file.getInt(14 + 116) & 0xffffffffL) + (file.getInt(14 + 112) & 0xffffffffL);
      if (profile > file.limit()) {
        throw new BadPicture(ODD);
      }
    }
    int height = file.getInt(22);
    return head(Kind.BMP, file.getInt(18), height < 0 ? -height : height, 1);
  }

  /** The canvas, if there is one, may not be smaller than the frame, and both are bounded. */
  static PictureHead webp(ByteBuffer file) throws BadPicture {
    int at = 12;
    int orientation = 1;
    int width = 0;
    int height = 0;
    boolean frame = false;
    while (at <= file.limit() - 8) {
      int type = file.getInt(at);
      long length = file.getInt(at + 4) & 0xffffffffL;
      if (length > file.limit() - at - 8 && frame) {
        break;
      }
      if (length > file.limit() - at - 8) {
        throw new BadPicture(PictureHead.DAMAGED);
      }
      int content = at + 8;
      if (type == VP8X) {
        width = Math.max(width, 1 + u24(file, content + 4));
        height = Math.max(height, 1 + u24(file, content + 7));
      } else if (type == VP8L && !frame) {
        int bits = file.getInt(content + 1);
        width = Math.max(width, 1 + (bits & 0x3fff));
        height = Math.max(height, 1 + ((bits >>> 14) & 0x3fff));
        frame = true;
      } else if (type == VP8 && !frame) {
        width = Math.max(width, file.getShort(content + 6) & 0x3fff);
        height = Math.max(height, file.getShort(content + 8) & 0x3fff);
        frame = true;
      } else if (type == EXIF_OF_WEBP) {
        int skip = length >= 6 && file.getInt(content) == 0x66697845 ? 6 : 0;
        orientation = Exif.orientation(file.slice(content + skip, (int) length - skip));
      }
      at = (int) Math.min(file.limit(), content + length + (length & 1));
    }
    if (width == 0) {
      throw new BadPicture(PictureHead.DAMAGED);
    }
    return head(Kind.WEBP, width, height, orientation);
  }

  private static int u24(ByteBuffer file, int at) {
    return (file.get(at) & 0xff)
        | ((file.get(at + 1) & 0xff) << 8)
        | ((file.get(at + 2) & 0xff) << 16);
  }
}
