package io.headstart.datafile;

import org.jspecify.annotations.Nullable;

/** One row of a table. Short-lived: a reader may hand out millions of them. */
public final class Row {
  private final long number;
  private final long id;
  private final @Nullable String[] cells;

  Row(long number, long id, @Nullable String[] cells) {
    this.number = number;
    this.id = id;
    this.cells = cells;
  }

  /** Number as the user counts it: from 1; in a CSV file the header is row 1. */
  public long number() {
    return number;
  }

  /** Number from 1, a header not counted; stays the same whatever is left out. */
  public long id() {
    return id;
  }

  /**
   * The cell under a column: empty when the row has none there; null when it is a list or an
   * object, which is no text.
   */
  public @Nullable String cell(int column) {
    return column < cells.length ? cells[column] : "";
  }
}
