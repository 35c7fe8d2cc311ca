package io.headstart.datafile;

/**
 * What a file of text may hold at most. Memory is bounded by these, whatever the file; lengths are
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

  private Limits() {}
}
