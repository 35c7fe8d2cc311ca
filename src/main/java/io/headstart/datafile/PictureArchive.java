package io.headstart.datafile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The pictures of a ZIP archive: folders by class, with or without {@code train}, {@code val} and
 * {@code test} around them, and with or without one folder around everything. Nothing is unpacked
 * to disk; names are labels only. What an archive says is believed no further than its bytes bear
 * out: a file is at most {@link Limits#PICTURE_BYTES}, has the size and the checksum that it says,
 * and shares its bytes with no other. Reading is safe from several threads at once.
 */
public final class PictureArchive implements Closeable {
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;

  private final FileChannel file;
  private final long contentEnd;
  private final List<PictureEntry> entries;
  private final Map<String, ZipRecord> byName;
  private final List<LeftOut> leftOut;
  private final long ignored;

  /**
   * A file of the archive that is no picture to be used.
   *
   * @param name as the archive says it, whatever that is
   * @param why what is wrong with it
   */
  public record LeftOut(String name, Flaw why) {}

  private PictureArchive(
      FileChannel file,
      long contentEnd,
      List<PictureEntry> entries,
      Map<String, ZipRecord> byName,
      List<LeftOut> leftOut,
      long ignored) {
    this.file = file;
    this.contentEnd = contentEnd;
    this.entries = entries;
    this.byName = byName;
    this.leftOut = leftOut;
    this.ignored = ignored;
  }

  /**
   * Opens an archive and reads its directory; to be closed by the caller.
   *
   * @throws UnusableFile when it is no ZIP archive, is damaged, or is larger than the limits
   */
  public static PictureArchive open(Path zip) throws IOException, UnusableFile {
    FileChannel file = FileChannel.open(zip, StandardOpenOption.READ);
    try {
      PictureArchive archive = open(file);
      file = null;
      return archive;
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static PictureArchive open(FileChannel file) throws IOException, UnusableFile {
    ZipDirectory.Found directory = ZipDirectory.read(file);
    List<LeftOut> leftOut = new ArrayList<>();
    List<ZipRecord> good = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long ignored = 0;
    for (ZipRecord record : directory.records()) {
      Flaw fault = record.fault();
      if (record.isFolder()) {
        fault = record.size() > 0 ? ZipFaults.FULL_FOLDER : null;
      } else if (fault == null && PictureFolders.isFurniture(record.name())) {
        ignored++;
        continue;
      } else if (fault == null && record.size() == 0) {
        fault = ZipFaults.empty();
      } else if (fault == null && !names.add(record.name())) {
        fault = ZipFaults.TWICE;
      }
      if (fault != null) {
        leftOut.add(new LeftOut(record.name(), fault));
      } else if (!record.isFolder()) {
        good.add(record);
      }
    }
    List<ZipRecord> apart = withoutShared(good, directory.start(), leftOut);
    refuseTooMuch(apart);
    Map<String, ZipRecord> byName = new HashMap<>();
    apart.forEach(record -> byName.put(record.name(), record));
    List<PictureEntry> entries =
        new ArrayList<>(
            PictureFolders.entries(apart, (name, why) -> leftOut.add(new LeftOut(name, why))));
    entries.sort(Comparator.comparing(PictureEntry::name));
    return new PictureArchive(
        file, directory.start(), List.copyOf(entries), byName, List.copyOf(leftOut), ignored);
  }

  /** Leaves out files that reach into another one's bytes or out of the archive. */
  private static List<ZipRecord> withoutShared(
      List<ZipRecord> files, long contentEnd, List<LeftOut> leftOut) {
    List<ZipRecord> byPlace = new ArrayList<>(files);
    byPlace.sort(Comparator.comparingLong(ZipRecord::offset));
    List<ZipRecord> apart = new ArrayList<>();
    long taken = 0;
    for (ZipRecord record : byPlace) {
      long header = (long) LOCAL_LENGTH + record.rawName().length();
      if (record.packed() > contentEnd || record.offset() > contentEnd - header - record.packed()) {
        leftOut.add(new LeftOut(record.name(), ZipFaults.LIES));
      } else if (record.offset() < taken) {
        leftOut.add(new LeftOut(record.name(), ZipFaults.SHARED));
      } else {
        taken = record.offset() + header + record.packed();
        apart.add(record);
      }
    }
    return apart;
  }

  private static void refuseTooMuch(List<ZipRecord> files) throws UnusableFile {
    long whole = 0;
    for (ZipRecord record : files) {
      whole += record.size();
    }
    if (whole > Limits.UNPACKED) {
      throw ZipDirectory.unusable(
          String.format(
              Locale.ROOT,
              "Unpacked, the archive's files would have %,d bytes; at most %,d are read.",
              whole,
              Limits.UNPACKED),
          "Upload fewer pictures, or save them smaller: a model sees a few hundred pixels a side.");
    }
  }

  /** The files that may be pictures, in the order of their names. */
  public List<PictureEntry> entries() {
    return entries;
  }

  /** The files that can't be, each with the reason, in no particular order. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** How many hidden files and leavings of file managers were passed over. */
  public long ignored() {
    return ignored;
  }

  /**
   * The whole content of a file.
   *
   * @throws BadPicture when the archive's bytes are not what its directory says
   * @throws IOException when the archive can't be read
   */
  public byte[] read(PictureEntry entry) throws IOException, BadPicture {
    return read(entry.name());
  }

  /**
   * The same by its name.
   *
   * @throws IllegalArgumentException when {@link #entries()} has none of this name
   */
  public byte[] read(String name) throws IOException, BadPicture {
    ZipRecord record = byName.get(name);
    if (record == null) {
      throw new IllegalArgumentException("The archive has no picture " + name);
    }
    ByteBuffer local = ZipDirectory.bytes(file, record.offset(), LOCAL_LENGTH);
    if (local.remaining() < LOCAL_LENGTH || local.getInt(0) != LOCAL) {
      throw new BadPicture(ZipFaults.LIES);
    }
    int nameLength = ZipDirectory.u16(local, 26);
    long content = record.offset() + LOCAL_LENGTH + nameLength + ZipDirectory.u16(local, 28);
    if (nameLength != record.rawName().length() || content > contentEnd - record.packed()) {
      throw new BadPicture(ZipFaults.LIES);
    }
    CRC32 sum = new CRC32();
    sum.update(ZipDirectory.bytes(file, record.offset() + LOCAL_LENGTH, nameLength));
    if (sum.getValue() != record.rawName().crc()) {
      throw new BadPicture(ZipFaults.LIES);
    }
    byte[] all = new byte[(int) record.size()];
    if (record.method() == ZipRecord.STORED) {
      ByteBuffer target = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
      if (record.packed() != record.size() || !fill(target, content)) {
        throw new BadPicture(ZipFaults.LIES);
      }
    } else {
      inflate(content, record.packed(), all);
    }
    sum.reset();
    sum.update(all);
    if (sum.getValue() != record.crc()) {
      throw new BadPicture(ZipFaults.LIES);
    }
    return all;
  }

  private boolean fill(ByteBuffer target, long at) throws IOException {
    int before = target.position();
    while (target.hasRemaining()) {
      if (file.read(target, at + target.position() - before) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Inflates exactly as many bytes as {@code all} holds; one more is one too many. */
  private void inflate(long at, long packed, byte[] all) throws IOException, BadPicture {
    Inflater inflater = new Inflater(true);
    try {
      ByteBuffer input = ByteBuffer.allocate((int) Math.min(1 << 16, packed + 1));
      byte[] oneMore = new byte[1];
      int filled = 0;
      long read = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (read >= packed) {
            throw new BadPicture(ZipFaults.LIES);
          }
          input.clear().limit((int) Math.min(input.capacity(), packed - read));
          if (!fill(input, at + read)) {
            throw new BadPicture(ZipFaults.LIES);
          }
          read += input.position();
          inflater.setInput(input.array(), 0, input.position());
        }
        boolean full = filled == all.length;
        int count =
            full ? inflater.inflate(oneMore) : inflater.inflate(all, filled, all.length - filled);
        if (inflater.needsDictionary() || (full && count > 0)) {
          throw new BadPicture(ZipFaults.LIES);
        }
        filled += full ? 0 : count;
      }
      if (filled < all.length) {
        throw new BadPicture(ZipFaults.LIES);
      }
    } catch (DataFormatException e) {
      throw new BadPicture(ZipFaults.LIES);
    } finally {
      inflater.end();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
