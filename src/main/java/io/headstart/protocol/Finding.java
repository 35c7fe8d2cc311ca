package io.headstart.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with, or worth knowing about, a user's file.
 *
 * @param severity how bad it is
 * @param file name of the file
 * @param row row as the user counts it, from 1 with the header as row 1; null when it concerns the
 *     whole file
 * @param column column name, or null
 * @param text what is wrong, one sentence
 * @param wayOut what to do about it, one sentence
 * @param count how many rows or pictures are concerned; this one is the first of them
 * @param entries names of the first files of an archive that are concerned, at most {@value
 *     #MOST_ENTRIES}; empty when it is about none
 */
public record Finding(
    Severity severity,
    String file,
    @Nullable Long row,
    @Nullable String column,
    String text,
    String wayOut,
    long count,
    List<String> entries) {
  /** At most so many names stand with one finding. */
  public static final int MOST_ENTRIES = 10;

  /** Reports written before there were pictures have no names. */
  public Finding {
    entries = entries == null ? List.of() : List.copyOf(entries);
  }

  /** How bad a finding is. */
  public enum Severity {
    /** The file can't be used. */
    ERROR,
    /** Rows were left out, or the result will be worse than it could be. */
    WARNING,
    /** Good to know. */
    NOTE
  }
}
