package io.headstart.testsupport.hostile;

import static io.headstart.testsupport.hostile.Specimen.Fate.ANY;
import static io.headstart.testsupport.hostile.Specimen.Fate.ENTRY_LEFT_OUT;
import static io.headstart.testsupport.hostile.Specimen.Fate.READ;
import static io.headstart.testsupport.hostile.Specimen.Fate.REFUSED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Archives whose records say what isn't so. */
final class HostileHeaders {
  private static final long ALL_ONES = 0xffffffffL;

  private HostileHeaders() {}

  static void addTo(Corpus corpus) {
    contents(corpus);
    sizes(corpus);
    directory(corpus);
  }

  private static void contents(Corpus corpus) {
    corpus.changed(
        "crc-wrong",
        ENTRY_LEFT_OUT,
        entry -> {
          entry.crc ^= 1;
          return entry;
        });
    corpus.changed(
        "name-differs-in-local-header",
        ANY,
        entry -> {
          entry.localName = "../../evil.png".getBytes(UTF_8);
          return entry;
        });
    corpus.changed(
        "deflate-noise",
        ENTRY_LEFT_OUT,
        entry -> {
          new Random(3).nextBytes(entry.packed);
          return entry;
        });
    corpus.changed(
        "deflate-cut",
        ENTRY_LEFT_OUT,
        entry -> {
          entry.packed = Arrays.copyOf(entry.packed, entry.packed.length / 2);
          entry.packedSize = entry.packed.length;
          entry.localPackedSize = entry.packed.length;
          return entry;
        });
    corpus.changed(
        "deflate-bytes-after",
        ANY,
        entry -> {
          entry.packed = Arrays.copyOf(entry.packed, entry.packed.length + 1_000);
          entry.packedSize = entry.packed.length;
          entry.localPackedSize = entry.packed.length;
          return entry;
        });
    corpus.changed(
        "date-impossible",
        READ,
        entry -> {
          entry.date = 0xffff;
          return entry;
        });
    corpus.changed(
        "descriptor",
        READ,
        entry -> {
          entry.flags |= RawZip.DESCRIPTOR;
          entry.localSize = 0;
          entry.localPackedSize = 0;
          entry.descriptor = descriptor(entry.crc, entry.packedSize, entry.size);
          return entry;
        });
    corpus.changed(
        "descriptor-lies",
        ANY,
        entry -> {
          entry.flags |= RawZip.DESCRIPTOR;
          entry.localSize = 0;
          entry.localPackedSize = 0;
          entry.descriptor = descriptor(7, 7, 7);
          return entry;
        });
  }

  private static byte[] descriptor(long crc, long packed, long size) {
    ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(0x08074b50).putInt((int) crc).putInt((int) packed).putInt((int) size).array();
  }

  private static void sizes(Corpus corpus) {
    corpus.changed("size-too-small", ENTRY_LEFT_OUT, entry -> entry.sizes(3, entry.packedSize));
    corpus.changed(
        "size-too-large", ENTRY_LEFT_OUT, entry -> entry.sizes(50_000, entry.packedSize));
    corpus.changed("packed-size-too-small", ANY, entry -> entry.sizes(entry.size, 4));
    corpus.changed("packed-size-past-the-end", ANY, entry -> entry.sizes(entry.size, 1 << 30));
    corpus.changed(
        "sizes-differ-in-local-header",
        ANY,
        entry -> {
          entry.localSize = 1;
          entry.localPackedSize = 1;
          return entry;
        });
    corpus.changed("sizes-all-ones", ANY, entry -> entry.sizes(ALL_ONES, ALL_ONES));
    corpus.changed(
        "sizes-largest-of-64-bit",
        ANY,
        entry -> {
          entry.sizes(ALL_ONES, ALL_ONES);
          entry.extra = zip64(Long.MAX_VALUE, Long.MAX_VALUE);
          return entry;
        });
    corpus.changed(
        "sizes-negative-64-bit",
        ANY,
        entry -> {
          entry.sizes(ALL_ONES, ALL_ONES);
          entry.extra = zip64(-1, -1);
          return entry;
        });
    corpus.entry(
        "stored-sizes-differ",
        ANY,
        "cat/odd.png",
        () ->
            new RawZip.Entry("cat/odd.png".getBytes(UTF_8), RawPng.small(8), RawZip.STORED)
                .sizes(90_000, 20));
    corpus.changed(
        "extra-past-the-end",
        ANY,
        entry -> {
          entry.extraLength = 60_000;
          return entry;
        });
    corpus.changed(
        "extra-torn",
        ANY,
        entry -> {
          entry.extra = new byte[] {1, 0, (byte) 0xff, 0x7f, 1};
          return entry;
        });
  }

  private static byte[] zip64(long size, long packed) {
    ByteBuffer out = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    return out.putShort((short) 1).putShort((short) 16).putLong(size).putLong(packed).array();
  }

  private static void directory(Corpus corpus) {
    for (long offset : new long[] {0, 7, 1_000_000_000L, 0xfffffff0L}) {
      corpus.changed(
          "offset-" + offset,
          offset == 0 ? ANY : ENTRY_LEFT_OUT,
          entry -> {
            entry.offset = offset;
            return entry;
          });
    }
    corpus.changed(
        "entry-on-another-disk",
        ANY,
        entry -> {
          entry.disk = 3;
          return entry;
        });
    corpus.whole("archive-on-many-disks", ANY, () -> Corpus.sound().disk(2).build());
    corpus.whole("count-too-low", ANY, () -> Corpus.sound().count(5).build());
    corpus.whole("count-too-high", ANY, () -> Corpus.sound().count(60_000).build());
    corpus.whole("count-none", ANY, () -> Corpus.sound().count(0).build());
    corpus.whole("directory-size-lies", ANY, () -> Corpus.sound().directory(3, 0).build());
    corpus.whole("directory-huge", ANY, () -> Corpus.sound().directory(0x7fffffff, 0).build());
    corpus.whole("directory-elsewhere", ANY, () -> Corpus.sound().directory(-1, -40).build());
    corpus.whole(
        "directory-past-the-end", REFUSED, () -> Corpus.sound().directory(-1, 9_999_999).build());
    corpus.whole(
        "directory-all-ones",
        ANY,
        () -> Corpus.sound().count(0xffff).directory(ALL_ONES, ALL_ONES).build());
    corpus.whole(
        "comment-past-the-end", ANY, () -> Corpus.sound().comment(new byte[10], 60_000).build());
    corpus.whole(
        "comment-holds-an-end",
        ANY,
        () -> Corpus.sound().comment(new RawZip().build(), -1).build());
    corpus.whole(
        "comment-longest", READ, () -> Corpus.sound().comment(new byte[65_535], -1).build());
  }
}
