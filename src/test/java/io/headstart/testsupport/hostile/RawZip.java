package io.headstart.testsupport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a ZIP archive field by field, so that each can say what isn't so. Fields that are not set
 * are true.
 */
final class RawZip {
  static final int STORED = 0;
  static final int DEFLATED = 8;
  static final int UTF8 = 1 << 11;
  static final int DESCRIPTOR = 1 << 3;

  private static final byte[] MEGABYTE_OF_ZEROS = megabyteOfZeros();

  /** An entry; what its central record says can differ from what its local header says. */
  static final class Entry {
    byte[] name;
    byte[] localName;
    byte[] packed;
    int method;
    int flags;
    long crc;
    long size;
    long packedSize;
    long localSize;
    long localPackedSize;
    long offset = -1;
    int madeBy = 3 << 8 | 20;
    long attributes = 0100644L << 16;
    int date = 25 | 8 << 5 | 37 << 9;
    int disk;
    byte[] extra = {};
    int extraLength = -1;
    byte[] descriptor = {};
    boolean noLocal;

    Entry(byte[] name, byte[] content, int method) {
      this.name = name;
      this.localName = name;
      this.method = method;
      this.packed = method == DEFLATED ? deflated(content) : content;
      this.flags = UTF8;
      CRC32 sum = new CRC32();
      sum.update(content);
      this.crc = sum.getValue();
      sizes(content.length, packed.length);
    }

    Entry sizes(long whole, long shrunk) {
      size = whole;
      localSize = whole;
      packedSize = shrunk;
      localPackedSize = shrunk;
      return this;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private byte[] before = {};
  private byte[] after = {};
  private byte[] comment = {};
  private int commentLength = -1;
  private int count = -1;
  private long directorySize = -1;
  private long directoryShift;
  private int disk;

  static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** A deflated run of zeros of any length; takes about a thousandth of it, and little time. */
  static byte[] zeros(int megabytes) {
    ByteBuffer all = ByteBuffer.allocate(megabytes * MEGABYTE_OF_ZEROS.length + 2);
    for (int i = 0; i < megabytes; i++) {
      all.put(MEGABYTE_OF_ZEROS);
    }
    return all.put((byte) 3).put((byte) 0).array();
  }

  /** A full flush ends at a byte and forgets the window: the same bytes can follow themselves. */
  private static byte[] megabyteOfZeros() {
    Deflater deflater = new Deflater(9, true);
    byte[] buffer = new byte[1 << 16];
    deflater.setInput(new byte[1 << 20]);
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, length);
  }

  RawZip add(Entry entry) {
    entries.add(entry);
    return this;
  }

  RawZip add(String name, byte[] content) {
    return add(new Entry(name.getBytes(UTF_8), content, DEFLATED));
  }

  RawZip before(byte[] bytes) {
    before = bytes;
    return this;
  }

  RawZip after(byte[] bytes) {
    after = bytes;
    return this;
  }

  RawZip comment(byte[] bytes, int length) {
    comment = bytes;
    commentLength = length;
    return this;
  }

  RawZip count(int number) {
    count = number;
    return this;
  }

  RawZip directory(long size, long shift) {
    directorySize = size;
    directoryShift = shift;
    return this;
  }

  RawZip disk(int number) {
    disk = number;
    return this;
  }

  byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before);
    List<Long> offsets = new ArrayList<>();
    for (Entry entry : entries) {
      offsets.add(entry.offset < 0 ? out.size() : entry.offset);
      if (!entry.noLocal) {
        out.writeBytes(local(entry));
      }
    }
    long start = out.size();
    for (int i = 0; i < entries.size(); i++) {
      out.writeBytes(central(entries.get(i), offsets.get(i)));
    }
    out.writeBytes(end(start, out.size() - start));
    out.writeBytes(after);
    return out.toByteArray();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int extraLength(Entry entry) {
    return entry.extraLength < 0 ? entry.extra.length : entry.extraLength;
  }

  private static byte[] local(Entry entry) {
    int length = entry.localName.length + entry.extra.length + entry.packed.length;
    ByteBuffer out = little(30 + length + entry.descriptor.length);
    out.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags);
    out.putShort((short) entry.method).putShort((short) 0).putShort((short) entry.date);
    out.putInt((int) entry.crc).putInt((int) entry.localPackedSize).putInt((int) entry.localSize);
    out.putShort((short) entry.localName.length).putShort((short) extraLength(entry));
    out.put(entry.localName).put(entry.extra).put(entry.packed).put(entry.descriptor);
    return out.array();
  }

  private static byte[] central(Entry entry, long offset) {
    ByteBuffer out = little(46 + entry.name.length + entry.extra.length);
    out.putInt(0x02014b50).putShort((short) entry.madeBy).putShort((short) 20);
    out.putShort((short) entry.flags).putShort((short) entry.method).putShort((short) 0);
    out.putShort((short) entry.date).putInt((int) entry.crc).putInt((int) entry.packedSize);
    out.putInt((int) entry.size).putShort((short) entry.name.length);
    out.putShort((short) extraLength(entry)).putShort((short) 0).putShort((short) entry.disk);
    out.putShort((short) 0).putInt((int) entry.attributes).putInt((int) offset);
    return out.put(entry.name).put(entry.extra).array();
  }

  private byte[] end(long start, long size) {
    ByteBuffer out = little(22 + comment.length);
    int number = count < 0 ? entries.size() : count;
    out.putInt(0x06054b50).putShort((short) disk).putShort((short) disk);
    out.putShort((short) number).putShort((short) number);
    out.putInt((int) (directorySize < 0 ? size : directorySize));
    out.putInt((int) (start + directoryShift));
    out.putShort((short) (commentLength < 0 ? comment.length : commentLength));
    return out.put(comment).array();
  }
}
