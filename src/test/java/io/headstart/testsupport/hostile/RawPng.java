package io.headstart.testsupport.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files chunk by chunk. */
final class RawPng {
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGBA = 6;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  RawPng() {
    out.writeBytes(SIGNATURE);
  }

  /** A whole picture of 8 x 8 pixels, 8 bits of red, green and blue, its colours by a number. */
  static byte[] small(int number) {
    byte[] pixels = new byte[8 * 8 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (number * 31 + i * (number % 7 + 1));
    }
    return new RawPng().header(8, 8, 8, RGB).data(rows(8 * 3, pixels)).end();
  }

  /** Puts the filter's number 0 before each row. */
  static byte[] rows(int rowLength, byte[] pixels) {
    int count = pixels.length / rowLength;
    ByteBuffer all = ByteBuffer.allocate(pixels.length + count);
    for (int row = 0; row < count; row++) {
      all.put((byte) 0).put(pixels, row * rowLength, rowLength);
    }
    return all.array();
  }

  static byte[] zlib(byte[] content) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return packed.toByteArray();
  }

  RawPng header(int width, int height, int depth, int colour) {
    return header(width, height, depth, colour, 0);
  }

  RawPng header(int width, int height, int depth, int colour, int interlace) {
    ByteBuffer fields = ByteBuffer.allocate(13).putInt(width).putInt(height);
    fields.put((byte) depth).put((byte) colour).put((byte) 0).put((byte) 0).put((byte) interlace);
    return chunk("IHDR", fields.array());
  }

  RawPng data(byte[] filteredRows) {
    return chunk("IDAT", zlib(filteredRows));
  }

  RawPng chunk(String kind, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(kind.getBytes(US_ASCII));
    sum.update(content);
    return chunk(kind, content.length, content, (int) sum.getValue());
  }

  /** A chunk whose length and sum may lie. */
  RawPng chunk(String kind, int length, byte[] content, int sum) {
    ByteBuffer all = ByteBuffer.allocate(12 + content.length).putInt(length);
    out.writeBytes(all.put(kind.getBytes(US_ASCII)).put(content).putInt(sum).array());
    return this;
  }

  /** The file so far, without an end. */
  byte[] open() {
    return out.toByteArray();
  }

  byte[] end() {
    return chunk("IEND", new byte[0]).open();
  }
}
