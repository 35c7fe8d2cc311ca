package io.headstart.datafile;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's file of labelled text, read as a stream of rows; memory is bounded by {@link Limits}.
 * Rows that can't be used are told to the {@link Findings} given and skipped; what makes the whole
 * file unusable is thrown. Not thread-safe; one pass.
 */
public abstract class Table implements Closeable {
  /**
   * Looks at the first bytes and opens the fitting reader: lines that begin with a brace are JSON
   * lines, other text is CSV.
   *
   * @param in the file; closed with the table, or here when it can't be used
   * @param findings where rows that are left out are told
   * @throws UnusableFile when it is not text, not UTF-8, empty, or has no usable header
   * @throws IOException when reading fails
   */
  public static Table open(InputStream in, Findings findings) throws IOException, UnusableFile {
    BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
    try {
      Peeked text = new Peeked(Head.textOf(bytes));
      return text.startsWithObject() ? new JsonLines(text, findings) : new Csv(text, findings);
    } catch (Throwable e) {
      bytes.close();
      throw e;
    }
  }

  /** {@code csv} or {@code jsonl}. */
  public abstract String format();

  /**
   * Names of the columns in order. In JSON lines they grow while rows are read: a name stands here
   * from the first row on that has it.
   */
  public abstract List<String> columns();

  /** Rows seen so far, those left out included, a header and empty lines not. */
  public abstract long rowsRead();

  /**
   * The next usable row, or null at the end.
   *
   * @throws UnusableFile when the rest can't be read; names the row
   */
  public abstract @Nullable Row next() throws IOException, UnusableFile;
}
