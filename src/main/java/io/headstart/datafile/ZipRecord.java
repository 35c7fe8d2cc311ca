package io.headstart.datafile;

import org.jspecify.annotations.Nullable;

/**
 * What an archive's directory says about one file.
 *
 * @param name as text; of one whose bytes are no text, what can be made of them
 * @param rawName its bytes: as many, and their CRC-32; the local header has to repeat them
 * @param fault why it can't be read, or null
 * @param method {@link #STORED} or {@link #DEFLATED}
 * @param crc CRC-32 of the content
 * @param packed bytes in the archive
 * @param size bytes when unpacked
 * @param offset where its local header starts
 */
record ZipRecord(
    String name,
    RawName rawName,
    @Nullable Flaw fault,
    int method,
    long crc,
    long packed,
    long size,
    long offset) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** Length and CRC-32 of a name's bytes. */
  record RawName(int length, long crc) {}

  boolean isFolder() {
    return name.endsWith("/");
  }
}
