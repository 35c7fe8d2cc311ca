package io.headstart.worker.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP whose bytes depend on its content alone: no compression (weights hardly shrink, and
 * compressors differ from one Java to another), the same time on every entry.
 */
final class StoredZip implements AutoCloseable {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
  private final ZipOutputStream zip;

  StoredZip(Path file) throws IOException {
    zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  void put(String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    begin(name, content.length, crc.getValue());
    zip.write(content);
    zip.closeEntry();
  }

  /** Adds a file whose checksum is known. */
  void put(String name, Path content, long crc) throws IOException {
    begin(name, Files.size(content), crc);
    try (InputStream in = Files.newInputStream(content)) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }

  private void begin(String name, long size, long crc) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(crc);
    zip.putNextEntry(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
