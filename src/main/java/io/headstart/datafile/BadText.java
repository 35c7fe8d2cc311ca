package io.headstart.datafile;

import java.io.CharConversionException;

/** The bytes that come next are no text; the reader above knows in which row. */
final class BadText extends CharConversionException {
  private static final long serialVersionUID = 1;

  private final String wayOut;

  /**
   * @param text what is wrong, to be put behind "Row 7"
   * @param wayOut what to do about it
   */
  BadText(String text, String wayOut) {
    super(text);
    this.wayOut = wayOut;
  }

  UnusableFile in(long row) {
    return new UnusableFile(row, null, "Row " + row + " " + getMessage(), wayOut);
  }
}
