package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Reads the directory at the end of a ZIP archive. Believes nothing: the directory must end where
 * its end record begins, hold as many records as that says, and no record may reach out of it.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int END64 = 0x06064b50;
  private static final int END64_LENGTH = 56;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LOCATOR64_LENGTH = 20;
  private static final int RECORD = 0x02014b50;
  private static final int RECORD_LENGTH = 46;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final long ALL_ONES = 0xffffffffL;
  private static final String PACK_AGAIN = "Pack it again as an ordinary ZIP file and upload that.";

  private final FileChannel file;
  private long start;
  private long end;
  private long count;
  private boolean countIsWhole;

  private ZipDirectory(FileChannel file) {
    this.file = file;
  }

  /** All records in the archive's order; where the directory starts. */
  record Found(List<ZipRecord> records, long start) {}

  /**
   * Reads it.
   *
   * @throws UnusableFile when it is no whole ZIP archive, or one that is too large
   */
  static Found read(FileChannel file) throws IOException, UnusableFile {
    ZipDirectory directory = new ZipDirectory(file);
    directory.find();
    return new Found(directory.records(), directory.start);
  }

  /** Reads bytes at a place; fewer where the file ends. */
  static ByteBuffer bytes(FileChannel file, long at, int length) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining() && file.read(all, at + all.position()) >= 0) {
      // Until it is full or the file ends.
    }
    return all.flip();
  }

  private void find() throws IOException, UnusableFile {
    long size = file.size();
    int length = (int) Math.min(size, END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = bytes(file, size - length, length);
    boolean seen = false;
    for (int at = length - END_LENGTH; at >= 0; at--) {
      // A comment may hold what looks like an end: the real one closes the file and fits.
      if (tail.getInt(at) == END && at + END_LENGTH + u16(tail, at + 20) == length) {
        seen = true;
        if (fits(tail, at, size - length + at)) {
          return;
        }
      }
    }
    ByteBuffer first = bytes(file, 0, Head.LOOKED_AT);
    byte[] head = new byte[first.remaining()];
    first.get(head);
    String kind = Head.kindOf(new String(head, ISO_8859_1));
    if (!kind.contains("ZIP")) {
      throw unusable(
          "The file is " + kind + ", not a ZIP archive, whatever its name says.",
          "Upload a ZIP file of folders, one for each class; texts as .csv or .jsonl.");
    }
    throw unusable(
        seen
            ? "The archive is damaged: its end and its directory do not fit together."
            : "The archive is cut off: the directory at its end is missing.",
        PACK_AGAIN);
  }

  private boolean fits(ByteBuffer tail, int at, long endsAt) throws IOException {
    int disk = u16(tail, at + 4);
    count = u16(tail, at + 10);
    long length = u32(tail, at + 12);
    start = u32(tail, at + 16);
    end = endsAt;
    countIsWhole = false;
    if (count == 0xffff || length == ALL_ONES || start == ALL_ONES) {
      ByteBuffer locator = bytes(file, Math.max(0, end - LOCATOR64_LENGTH), LOCATOR64_LENGTH);
      if (end >= LOCATOR64_LENGTH && locator.getInt(0) == LOCATOR64) {
        long place = locator.getLong(8);
        if (place < 0 || place > end - LOCATOR64_LENGTH - END64_LENGTH) {
          return false;
        }
        ByteBuffer end64 = bytes(file, place, END64_LENGTH);
        if (end64.getInt(0) != END64) {
          return false;
        }
        disk |= end64.getInt(16);
        count = end64.getLong(32);
        length = end64.getLong(40);
        start = end64.getLong(48);
        end = place;
        countIsWhole = true;
      }
    }
    return disk == 0 && start >= 0 && length >= 0 && length <= end && start == end - length;
  }

  private List<ZipRecord> records() throws IOException, UnusableFile {
    if (end - start > Limits.DIRECTORY) {
      throw unusable(
          String.format(
              Locale.ROOT, "The archive's directory has more than %,d bytes.", Limits.DIRECTORY),
          "Upload fewer files, or give them shorter names.");
    }
    List<ZipRecord> all = new ArrayList<>();
    file.position(start);
    // Not closed: that would close the file.
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), 1 << 16));
    long at = start;
    while (at < end) {
      if (all.size() == Limits.ENTRIES) {
        throw unusable(
            String.format(Locale.ROOT, "The archive holds more than %,d files.", Limits.ENTRIES),
            "Upload a part of them, or several archives as several data sets.");
      }
      if (end - at < RECORD_LENGTH) {
        throw torn();
      }
      byte[] fixed = in.readNBytes(RECORD_LENGTH);
      ByteBuffer record = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
      if (fixed.length < RECORD_LENGTH || record.getInt(0) != RECORD) {
        throw torn();
      }
      int name = u16(record, 28);
      int extra = u16(record, 30);
      int comment = u16(record, 32);
      at += RECORD_LENGTH + name + extra + comment;
      if (at > end) {
        throw torn();
      }
      byte[] rawName = in.readNBytes(name);
      byte[] rawExtra = in.readNBytes(extra);
      in.skipNBytes(comment);
      all.add(record(record, rawName, ByteBuffer.wrap(rawExtra).order(ByteOrder.LITTLE_ENDIAN)));
    }
    if (countIsWhole ? all.size() != count : (all.size() & 0xffff) != count) {
      throw unusable(
          String.format(
              Locale.ROOT,
              "The archive is damaged: its directory has %,d files, its end says %,d.",
              all.size(),
              count),
          PACK_AGAIN);
    }
    return all;
  }

  private static ZipRecord record(ByteBuffer record, byte[] rawName, ByteBuffer extra) {
    int flags = u16(record, 8);
    int method = u16(record, 10);
    long packed = u32(record, 20);
    long size = u32(record, 24);
    long offset = u32(record, 42);
    int disk = u16(record, 34);
    if (size == ALL_ONES || packed == ALL_ONES || offset == ALL_ONES) {
      ByteBuffer large = zip64(extra);
      size = size == ALL_ONES ? next(large) : size;
      packed = packed == ALL_ONES ? next(large) : packed;
      offset = offset == ALL_ONES ? next(large) : offset;
    }
    String name = Names.decode(rawName, (flags & (1 << 11)) != 0);
    Flaw fault = name == null ? Names.NOT_UTF8 : Names.fault(name.replaceFirst("/$", ""));
    if (fault == null) {
      int kind = record.getInt(38) >>> 16;
      fault = ZipFaults.of(flags, method, kind, disk, packed, size, offset);
    }
    CRC32 sum = new CRC32();
    sum.update(rawName);
    return new ZipRecord(
        name == null ? new String(rawName, ISO_8859_1) : name,
        new ZipRecord.RawName(rawName.length, sum.getValue()),
        fault,
        method,
        u32(record, 16),
        packed,
        size,
        offset);
  }

  /** The values of 64 bit, or nothing where there are none. */
  private static ByteBuffer zip64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int length = extra.getShort() & 0xffff;
      if (length > extra.remaining()) {
        break;
      }
      if (id == 1) {
        return extra.slice().limit(length).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private static long next(ByteBuffer values) {
    return values.remaining() >= Long.BYTES ? values.getLong() : -1;
  }

  private static UnusableFile torn() {
    return unusable("The archive is damaged: a record of its directory is torn.", PACK_AGAIN);
  }

  static UnusableFile unusable(String text, String wayOut) {
    return new UnusableFile(null, null, text, wayOut);
  }

  static int u16(ByteBuffer from, int at) {
    return from.getShort(at) & 0xffff;
  }

  static long u32(ByteBuffer from, int at) {
    return from.getInt(at) & ALL_ONES;
  }
}
