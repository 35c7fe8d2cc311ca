package io.headstart.datafile;

/**
 * What a user's file may hold at most. Memory is bounded by these, whatever the file; lengths are
 * in UTF-16 units, as Java counts them.
 */
public final class Limits {
  /** Bytes of a file: 2 GiB. */
  public static final long FILE_BYTES = 2L << 30;

  /** Length of one row: 1 Mi characters. */
  public static final int ROW = 1 << 20;

  /** Length of one cell: 256 Ki characters. */
  public static final int CELL = 256 << 10;

  /** Columns of a table. */
  public static final int COLUMNS = 10_000;

  /** Length of a column's name. */
  public static final int NAME = 200;

  /** Rows of a table. */
  public static final long ROWS = 50_000_000;

  /** Files in an archive. */
  public static final int ENTRIES = 200_000;

  /** Bytes of an archive's directory: 48 MiB. */
  public static final int DIRECTORY = 48 << 20;

  /** Bytes of all files of an archive, unpacked: 20 GiB. */
  public static final long UNPACKED = 20L << 30;

  /** Bytes of one picture's file: 20 MiB. */
  public static final int PICTURE_BYTES = 20 << 20;

  /** Pixels of a picture: what the largest sensors of phones in use make, and some more. */
  public static final int PIXELS = 52_000_000;

  /** Pixels of a picture's side. */
  public static final int SIDE = 16_384;

  private Limits() {}
}
