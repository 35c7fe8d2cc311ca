package io.headstart.datafile;

import io.headstart.protocol.Finding;
import io.headstart.protocol.Finding.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole file can't be used: reading it stops here. Says where, why and what to do about it. */
public final class UnusableFile extends Exception {
  private static final long serialVersionUID = 1;

  private final @Nullable Long row;
  private final @Nullable String column;
  private final String wayOut;

  /**
   * @param row as the user counts it, or null when it concerns the whole file
   * @param column name of the column, or null
   * @param text what is wrong, one sentence
   * @param wayOut what to do about it, one sentence
   */
  public UnusableFile(@Nullable Long row, @Nullable String column, String text, String wayOut) {
    super(text);
    this.row = row;
    this.column = column;
    this.wayOut = wayOut;
  }

  /** The same as a finding of severity ERROR about {@code file}. */
  public Finding finding(String file) {
    return new Finding(
        Severity.ERROR, file, row, column, String.valueOf(getMessage()), wayOut, 1, List.of());
  }
}
