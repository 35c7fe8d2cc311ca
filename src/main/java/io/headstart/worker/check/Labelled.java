package io.headstart.worker.check;

import io.headstart.datafile.Findings;
import io.headstart.datafile.Limits;
import io.headstart.datafile.Row;
import io.headstart.datafile.Table;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.Finding.Severity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that have a text and a label; the others are told to the findings with the
 * reason. The same rows come out each time the same table is read.
 */
final class Labelled {
  /** Longest label in characters: it stands on pages and in the model's metadata. */
  static final int LONGEST_LABEL = 100;

  private final Table table;
  private final Columns columns;
  private final Findings findings;
  private int textIndex = -1;
  private int labelIndex = -1;

  /** One row that is kept: its number as the user counts it, its id, text and stripped label. */
  record Item(long number, long id, String text, String label) {}

  Labelled(Table table, Columns columns, Findings findings) {
    this.table = table;
    this.columns = columns;
    this.findings = findings;
  }

  /** The next row to keep, or null at the end. */
  @Nullable Item next() throws IOException, UnusableFile {
    for (Row row = table.next(); row != null; row = table.next()) {
      textIndex = textIndex < 0 ? table.columns().indexOf(columns.text()) : textIndex;
      labelIndex = labelIndex < 0 ? table.columns().indexOf(columns.label()) : labelIndex;
      String text = cell(row, textIndex, columns.text(), "text");
      String label = text == null ? null : cell(row, labelIndex, columns.label(), "label");
      if (text != null && label != null) {
        return new Item(row.number(), row.id(), text, label.strip());
      }
    }
    return null;
  }

  private @Nullable String cell(Row row, int index, String column, String what) {
    String value = index < 0 ? "" : row.cell(index);
    int longest = what.equals("label") ? LONGEST_LABEL : Limits.CELL;
    if (value == null) {
      leaveOut(
          row,
          column,
          "structured",
          "a list or an object as its " + what,
          "Write the " + what + " as plain text.");
    } else if (value.isBlank()) {
      leaveOut(row, column, "empty", "no " + what, "Fill in its " + what + ", or leave it out.");
    } else if (value.length() > longest) {
      leaveOut(
          row,
          column,
          "too-long",
          "a " + what + " of more than " + Wording.number(longest) + " characters",
          "Shorten it.");
    } else if (isBroken(value)) {
      leaveOut(
          row,
          column,
          "broken",
          "a " + what + " with a NUL or half a character",
          "Export the file again with whole characters.");
    } else {
      return value;
    }
    return null;
  }

  private void leaveOut(Row row, String column, String reason, String has, String wayOut) {
    findings.row(
        Severity.WARNING,
        reason,
        row.number(),
        column,
        "Row " + row.number() + " has " + has + ": left out.",
        wayOut);
  }

  /** JSON can spell half a surrogate pair, which has no UTF-8. */
  private static boolean isBroken(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        return true;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
