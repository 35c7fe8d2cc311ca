package io.headstart.datafile;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.headstart.protocol.Finding.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header; cells parted by comma, semicolon or tab, quotes by the rules of RFC 4180. A
 * row is what a spreadsheet shows as one: a cell may span lines, and an empty line counts.
 */
final class Csv extends Table {
  private final Findings findings;
  private final CsvReader<Parsed> reader;
  private final Iterator<Parsed> records;
  private final List<String> columns;
  private long number;
  private long read;

  Csv(Peeked text, Findings findings) throws IOException, UnusableFile {
    this.findings = findings;
    reader =
        CsvReader.builder()
            .fieldSeparator(Delimiter.of(text.sample(), text.sampleIsAll()))
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(Limits.ROW)
            .build(new Collector(), text);
    records = reader.iterator();
    columns = header();
  }

  private List<String> header() throws IOException, UnusableFile {
    Parsed record = nextRecord();
    while (record != null && record.empty) {
      record = nextRecord();
    }
    if (record == null) {
      throw new UnusableFile(
          null,
          null,
          "The file holds no rows, only empty lines.",
          "Upload a file whose first row names the columns.");
    }
    if (record.count > Limits.COLUMNS || record.tooLong) {
      throw new UnusableFile(
          number,
          null,
          "The header has more than 10,000 columns or more than 1 Mi characters.",
          "Upload a file with a column for the text and one for the label.");
    }
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < record.cells.length; i++) {
      String name = record.cells[i].strip();
      if (name.isEmpty()) {
        name = "column " + (i + 1);
      }
      if (name.length() > Limits.NAME) {
        throw new UnusableFile(
            number,
            null,
            "Cell " + (i + 1) + " of the first row is too long for the name of a column.",
            "Put a row with the columns' names first, e.g. text,label.");
      }
      if (!names.add(name)) {
        throw new UnusableFile(
            number,
            name,
            // Control characters would hide in the sentence, or break whatever shows it.
            "Two columns are called \"" + name.replaceAll("\\p{Cc}", "\ufffd") + "\".",
            "Give each column a name of its own.");
      }
    }
    return List.copyOf(names);
  }

  @Override
  public String format() {
    return "csv";
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public long rowsRead() {
    return read;
  }

  @Override
  public @Nullable Row next() throws IOException, UnusableFile {
    while (true) {
      Parsed record = nextRecord();
      if (record == null) {
        return null;
      }
      if (record.empty) {
        continue;
      }
      if (++read > Limits.ROWS) {
        throw new UnusableFile(
            number, null, "The file has more than 50 million rows.", "Split it.");
      }
      if (usable(record)) {
        return new Row(number, number - 1, record.cells);
      }
    }
  }

  private boolean usable(Parsed record) {
    if (record.count != columns.size()) {
      findings.row(
          Severity.WARNING,
          "ragged",
          number,
          null,
          String.format(
              Locale.ROOT,
              "Row %d has %,d %s, the header has %d: left out.",
              number,
              record.count,
              record.count == 1 ? "cell" : "cells",
              columns.size()),
          "Put cells that hold the delimiter in double quotes.");
      return false;
    }
    if (record.tooLong) {
      findings.row(
          Severity.WARNING,
          "row-too-long",
          number,
          null,
          "Row " + number + " is longer than 1 Mi characters: left out.",
          "Shorten its texts or leave out columns that are not needed.");
      return false;
    }
    return true;
  }

  private @Nullable Parsed nextRecord() throws IOException, UnusableFile {
    try {
      Parsed record = records.hasNext() ? records.next() : null;
      if (record != null) {
        number++;
      }
      return record;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof BadText bad) {
        throw bad.in(number + 1);
      }
      throw e.getCause();
    } catch (CsvParseException e) {
      throw broken(e);
    }
  }

  private UnusableFile broken(CsvParseException e) {
    long row = number + 1;
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Unclosed")) {
      return new UnusableFile(
          row,
          null,
          "Row " + row + " opens a double quote that is never closed.",
          "Close the quote; a quote within a quoted cell is written twice (\"\").");
    }
    if (message.contains("buffer size")) {
      return new UnusableFile(
          row,
          null,
          "Row " + row + " has a cell longer than 1 Mi characters, or a quote is not closed in it.",
          "Close the quote, or shorten the cell.");
    }
    return new UnusableFile(
        row,
        null,
        "Row " + row + " has text behind a closing double quote.",
        "A quote within a quoted cell is written twice (\"\"); nothing may stand between the closing"
            + " quote and the delimiter.");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** A record as it was read, of which no more is kept than a row may hold. */
  private static final class Parsed {
    final boolean empty;
    final int count;
    final boolean tooLong;
    final String[] cells;

    Parsed(boolean empty, int count, boolean tooLong, String[] cells) {
      this.empty = empty;
      this.count = count;
      this.tooLong = tooLong;
      this.cells = cells;
    }
  }

  private static final class Collector extends AbstractBaseCsvCallbackHandler<Parsed> {
    private final List<String> cells = new ArrayList<>();
    private int length;
    private boolean tooLong;
    private boolean empty;

    @Override
    protected void handleBegin(long startingLineNumber) {
      cells.clear();
      length = 0;
      tooLong = false;
      empty = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int count, boolean quoted) {
      length = Math.min(length + count + 1, Limits.ROW + 1);
      tooLong |= length > Limits.ROW;
      if (!tooLong && index < Limits.COLUMNS) {
        cells.add(new String(buffer, offset, count));
      } else {
        cells.clear();
      }
    }

    @Override
    protected void handleEmpty() {
      empty = true;
    }

    @Override
    protected Parsed buildRecord() {
      return new Parsed(empty, getFieldCount(), tooLong, cells.toArray(new String[0]));
    }
  }
}
