package io.headstart.worker.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file of features that another run can read. Little endian: the values (f32, one example after
 * the other in the order in which they were computed); for each view of each example where its
 * values begin (i64) and their CRC-32C (i32); what they are, as JSON; the length of that (i32);
 * {@code HSFEAT01}. What describes the values stands behind them, since it is known last.
 *
 * @param what the features are
 * @param offsets of each view of each example: view × examples + example
 * @param checksums likewise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; too large to copy
record FeatureFile(What what, long[] offsets, int[] checksums) {
  private static final byte[] MAGIC = "HSFEAT01".getBytes(StandardCharsets.US_ASCII);
  private static final int ENTRY = Long.BYTES + Integer.BYTES;
  private static final int END = Integer.BYTES + MAGIC.length;
  private static final int LONGEST_JSON = 1 << 16;

  /**
   * What makes features those that a run would compute itself, to the last bit.
   *
   * @param made engine and machine, in words
   * @param examples of the data set
   * @param views of each training example
   * @param perToken whether features have a token dimension
   * @param one shape of one example, the tokens of the longest where there are any
   * @param bytes of all values
   */
  record What(String made, int examples, int views, boolean perToken, List<Long> one, long bytes) {}

  /** Writes all that follows the values. */
  void append(FileChannel file) throws IOException {
    byte[] json = Protocol.json().writeValueAsBytes(what);
    ByteBuffer rest =
        ByteBuffer.allocate(Math.addExact(offsets.length * ENTRY, json.length + END))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < offsets.length; i++) {
      rest.putLong(offsets[i]).putInt(checksums[i]);
    }
    rest.put(json).putInt(json.length).put(MAGIC).flip();
    long position = what.bytes();
    while (rest.hasRemaining()) {
      position += file.write(rest, position);
    }
  }

  /** Reads all that follows the values; empty when the file isn't one of these. */
  static Optional<FeatureFile> read(FileChannel file) throws IOException {
    long size = file.size();
    if (size < END) {
      return Optional.empty();
    }
    ByteBuffer end = at(file, size - END, END);
    int length = end.getInt();
    byte[] magic = new byte[MAGIC.length];
    end.get(magic);
    if (!Arrays.equals(magic, MAGIC) || length < 0 || length > Math.min(LONGEST_JSON, size - END)) {
      return Optional.empty();
    }
    What what;
    try {
      byte[] json = at(file, size - END - length, length).array();
      what = Protocol.json().readValue(json, What.class);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    long places = (long) what.examples() * what.views();
    if (places < 0
        || places > Integer.MAX_VALUE / ENTRY
        || what.bytes() + places * ENTRY + length + END != size) {
      return Optional.empty();
    }
    ByteBuffer index = at(file, what.bytes(), Math.toIntExact(places * ENTRY));
    FeatureFile found = new FeatureFile(what, new long[(int) places], new int[(int) places]);
    for (int i = 0; i < places; i++) {
      found.offsets[i] = index.getLong();
      found.checksums[i] = index.getInt();
    }
    return Optional.of(found);
  }

  private static ByteBuffer at(FileChannel file, long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("the file ends after " + file.size() + " bytes");
      }
    }
    return bytes.flip();
  }
}
