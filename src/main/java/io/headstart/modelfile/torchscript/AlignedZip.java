package io.headstart.modelfile.torchscript;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP of stored entries whose contents start at multiples of 64 bytes, as PyTorch maps them. */
final class AlignedZip implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int EXTRA_HEADER = 4;

  /** At exactly 1980-01-01 java.util.zip adds a time stamp of its own and offsets shift. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Counter counter;
  private final ZipOutputStream zip;
  private final String folder;

  AlignedZip(Path file, String folder) throws IOException {
    counter = new Counter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    zip = new ZipOutputStream(counter);
    zip.setMethod(ZipOutputStream.STORED);
    this.folder = folder;
  }

  void put(String name, byte[] content) throws IOException {
    put(name, ByteBuffer.wrap(content));
  }

  void put(String name, ByteBuffer content) throws IOException {
    String path = folder + "/" + name;
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(TIME);
    entry.setSize(content.remaining());
    entry.setCompressedSize(content.remaining());
    CRC32 crc = new CRC32();
    crc.update(content.duplicate());
    entry.setCrc(crc.getValue());
    entry.setExtra(padding(path.getBytes(StandardCharsets.UTF_8).length));
    zip.putNextEntry(entry);
    byte[] chunk = new byte[1 << 16];
    ByteBuffer rest = content.duplicate();
    while (rest.hasRemaining()) {
      int n = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, n);
      zip.write(chunk, 0, n);
    }
    zip.closeEntry();
  }

  /** An extra field that readers skip, as long as the content needs to start aligned. */
  private byte[] padding(int nameLength) {
    long start = counter.written + LOCAL_HEADER + nameLength + EXTRA_HEADER;
    int padding = (int) ((ALIGNMENT - start % ALIGNMENT) % ALIGNMENT);
    byte[] extra = new byte[EXTRA_HEADER + padding];
    extra[0] = 'F';
    extra[1] = 'B';
    extra[2] = (byte) padding;
    return extra;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static final class Counter extends FilterOutputStream {
    private long written;

    Counter(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      written += length;
    }
  }
}
