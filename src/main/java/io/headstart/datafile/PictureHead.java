package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a picture's file says about itself, read without decoding anything; whoever decodes can rely
 * on its size being bounded.
 *
 * @param kind file format
 * @param width pixels of the (first) frame, before it is turned upright
 * @param height pixels
 * @param orientation as EXIF numbers it, 1 to 8
 * @param jpeg more about a JPEG; null for others
 */
record PictureHead(Kind kind, int width, int height, int orientation, @Nullable JpegHead jpeg) {
  /** File formats that are read. */
  enum Kind {
    JPEG,
    PNG,
    GIF,
    BMP,
    WEBP;

    /** As people write it. */
    String title() {
      return this == WEBP ? "WebP" : name();
    }
  }

  private static final String KINDS = "Save it as JPEG, PNG, WebP, BMP or GIF.";
  static final String AGAIN = "Save it again with a program that shows it.";

  static final Flaw DAMAGED = new Flaw("damaged", "The picture is damaged or cut off", AGAIN);
  private static final Flaw TOO_MANY_PIXELS =
      new Flaw(
          "pixels",
          "The picture has more than 52 million pixels, or more than 16,384 on a side",
          "Save it smaller: a model sees a few hundred pixels a side.");

  /**
   * Reads it.
   *
   * @throws BadPicture when it is of no kind that is read, is damaged, or has too many pixels
   */
  static PictureHead of(byte[] content) throws BadPicture {
    PictureHead head;
    try {
      head = read(content);
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new BadPicture(DAMAGED);
    }
    if (head.width < 1 || head.height < 1) {
      throw new BadPicture(DAMAGED);
    }
    if (head.width > Limits.SIDE
        || head.height > Limits.SIDE
        || (long) head.width * head.height > Limits.PIXELS) {
      throw new BadPicture(TOO_MANY_PIXELS);
    }
    return head;
  }

  private static PictureHead read(byte[] content) throws BadPicture {
    String start = new String(content, 0, Math.min(content.length, Head.LOOKED_AT), ISO_8859_1);
    ByteBuffer big = ByteBuffer.wrap(content);
    ByteBuffer little = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      JpegHead jpeg = JpegHead.of(big);
      return new PictureHead(Kind.JPEG, jpeg.width(), jpeg.height(), jpeg.orientation(), jpeg);
    }
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return OtherHeads.png(big);
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return OtherHeads.gif(little);
    }
    if (start.startsWith("BM")) {
      return OtherHeads.bmp(little);
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return OtherHeads.webp(little);
    }
    throw new BadPicture(notRead(start));
  }

  private static Flaw notRead(String start) {
    if (start.isEmpty()) {
      return new Flaw("empty", "The file is empty", KINDS);
    }
    String kind = Head.kindOf(start);
    if (start.startsWith("ftyp", 4)) {
      kind = "a HEIF, AVIF or video file";
    } else if (start.contains("<svg")) {
      kind = "a vector picture (SVG)";
    }
    return new Flaw(
        "kind " + kind, "The file is " + kind + ", no picture of a kind that is read", KINDS);
  }
}
