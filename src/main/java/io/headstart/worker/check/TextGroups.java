package io.headstart.worker.check;

import io.headstart.datafile.UnusableFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups rows by their text's key within bounded memory: 12 bytes a row go to scratch files, parted
 * by the key's upper bits, so that one part after the other fits into memory and the parts in order
 * are the keys in order. At the limit of 50 million rows that is 600 MB of disk and about 40 MB of
 * heap; a map over all rows would take more than a gigabyte.
 */
final class TextGroups implements Closeable {
  private static final int BITS = 6;
  private static final int PARTS = 1 << BITS;

  private final List<Path> files = new ArrayList<>();
  private final List<DataOutputStream> outputs = new ArrayList<>();
  private long rows;

  /** Takes one table of groups after the other, in ascending order of keys. */
  interface Consumer {
    void accept(KeyTable part) throws IOException, UnusableFile;
  }

  TextGroups(Path scratch) throws IOException {
    for (int i = 0; i < PARTS; i++) {
      Path file = scratch.resolve("keys-" + i);
      files.add(file);
      outputs.add(
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 13)));
    }
  }

  void add(long key, int cls) throws IOException {
    DataOutputStream out = outputs.get((int) (key >>> (Long.SIZE - 1 - BITS)));
    out.writeLong(key);
    out.writeInt(cls);
    rows++;
  }

  long rows() {
    return rows;
  }

  /** Hands out all groups; may be called again. Nothing may be added afterwards. */
  void forEachPart(Consumer consumer) throws IOException, UnusableFile {
    for (DataOutputStream out : outputs) {
      out.flush();
    }
    for (Path file : files) {
      KeyTable table = new KeyTable();
      long left = Files.size(file) / (Long.BYTES + Integer.BYTES);
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
        for (; left > 0; left--) {
          long key = in.readLong();
          table.add(key, in.readInt(), 1);
        }
      }
      consumer.accept(table);
    }
  }

  @Override
  public void close() throws IOException {
    for (DataOutputStream out : outputs) {
      out.close();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
