package io.headstart.datafile;

import org.jspecify.annotations.Nullable;

/** Why a file of an archive is left out, whatever its content. */
final class ZipFaults {
  private static final int KIND = 0170000;
  private static final int FILE = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;

  /** Encrypted, strongly encrypted, or with a masked directory. */
  private static final int ENCRYPTED = 1 | (1 << 6) | (1 << 13);

  private static final String PLAIN = "Pack plain files, without links or devices.";
  private static final String AGAIN = "Pack the archive again.";

  private static final Flaw IS_ENCRYPTED =
      new Flaw("encrypted", "The file is encrypted", "Pack the archive again without a password.");
  private static final Flaw IS_LINK = new Flaw("link", "The file is a link", PLAIN);
  private static final Flaw IS_SPECIAL =
      new Flaw("special", "The entry is a device or a pipe, no file", PLAIN);
  private static final Flaw PARTED =
      new Flaw("parted", "The file lies in another part of the archive", AGAIN);
  private static final Flaw METHOD =
      new Flaw(
          "method",
          "The file is packed by a method other than \"stored\" and \"deflated\"",
          "Pack the archive as an ordinary ZIP file.");
  private static final Flaw EMPTY =
      new Flaw("empty", "The file is empty", "Put the picture there again.");
  private static final Flaw LARGE =
      new Flaw(
          "large",
          "The file has more than 20 MiB",
          "Save the picture smaller: a model sees a few hundred pixels a side.");
  static final Flaw LIES =
      new Flaw(
          "lies",
          "What the archive says about the file is not so (its place, size or checksum)",
          AGAIN);
  static final Flaw SHARED =
      new Flaw("shared", "The file shares its bytes with another one", AGAIN);
  static final Flaw TWICE =
      new Flaw(
          "twice",
          "The archive has several files of this name",
          "; only the first is read",
          "Give each file a name of its own.");
  static final Flaw FULL_FOLDER =
      new Flaw("full-folder", "The entry is a folder, yet has bytes", AGAIN);

  private ZipFaults() {}

  /**
   * What the directory's record gives away.
   *
   * @param mode file mode, where a system that has such wrote the archive; else 0
   */
  static @Nullable Flaw of(
      int flags, int method, int mode, int disk, long packed, long size, long offset) {
    int kind = mode & KIND;
    if ((flags & ENCRYPTED) != 0) {
      return IS_ENCRYPTED;
    }
    if (kind == LINK) {
      return IS_LINK;
    }
    if (kind != 0 && kind != FILE && kind != FOLDER) {
      return IS_SPECIAL;
    }
    if (disk != 0) {
      return PARTED;
    }
    if (method != ZipRecord.STORED && method != ZipRecord.DEFLATED) {
      return METHOD;
    }
    if (size < 0 || packed < 0 || offset < 0) {
      return LIES;
    }
    return size > Limits.PICTURE_BYTES ? LARGE : null;
  }

  /** An empty file; folders are empty. */
  static Flaw empty() {
    return EMPTY;
  }
}
