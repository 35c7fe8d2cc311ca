package io.headstart.worker.baseline;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows in a file, read again and again in the order in which they were added. They take no heap, so
 * that a large data set needs no more memory than a small one.
 */
final class RowStore implements AutoCloseable {
  /** Rows are mapped in parts of about this many bytes; none stands in two parts. */
  private static final long PART = 64L << 20;

  private final Path file;
  private final DataOutputStream out;
  private final List<Long> ends = new ArrayList<>();
  private final List<IntBuffer> parts = new ArrayList<>();
  private long written;
  private long partStart;
  private int rows;

  RowStore(Path file) throws IOException {
    this.file = file;
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  void add(SparseRow row) throws IOException {
    out.writeInt(row.label());
    out.writeInt(row.terms().length);
    for (int term : row.terms()) {
      out.writeInt(term);
    }
    for (float value : row.values()) {
      out.writeInt(Float.floatToRawIntBits(value));
    }
    written += 4L * (2 + 2L * row.terms().length);
    rows++;
    if (written - partStart >= PART) {
      ends.add(written);
      partStart = written;
    }
  }

  /** Ends writing; from now on rows can be read. */
  void seal() throws IOException {
    out.close();
    if (partStart < written) {
      ends.add(written);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = 0;
      for (long end : ends) {
        MappedByteBuffer part = channel.map(FileChannel.MapMode.READ_ONLY, start, end - start);
        parts.add(part.asIntBuffer());
        start = end;
      }
    }
  }

  int size() {
    return rows;
  }

  /** Gives every row to a reader. */
  void forEach(Consumer<SparseRow> reader) {
    for (IntBuffer part : parts) {
      IntBuffer at = part.duplicate();
      while (at.hasRemaining()) {
        int label = at.get();
        int[] terms = new int[at.get()];
        int[] bits = new int[terms.length];
        at.get(terms).get(bits);
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
          values[i] = Float.intBitsToFloat(bits[i]);
        }
        reader.accept(new SparseRow(label, terms, values));
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    parts.clear();
    Files.deleteIfExists(file);
  }
}
