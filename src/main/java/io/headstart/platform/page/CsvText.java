package io.headstart.platform.page;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as CSV (RFC 4180) that spreadsheets may open: what a cell holds is never taken for a
 * formula.
 */
public final class CsvText {
  private final StringBuilder text = new StringBuilder();

  /** With its head. */
  public CsvText(String... head) {
    row(Arrays.asList(head));
  }

  /** Adds a row; null is an empty cell. */
  public void row(List<? extends @Nullable Object> cells) {
    text.append(cells.stream().map(CsvText::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String cell(@Nullable Object value) {
    String cell = value == null ? "" : value.toString();
    if (!(value instanceof Number) && !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0) {
      cell = "'" + cell;
    }
    return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
