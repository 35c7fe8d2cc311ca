package io.headstart.datafile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.headstart.protocol.Finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON lines: one object per line, its members are the cells. Numbers and booleans are taken as
 * they are written, null and a missing member are empty. A line that is broken is left out and
 * named; the next line stands for itself.
 */
final class JsonLines extends Table {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(Limits.ROW)
                  .maxNameLength(Limits.NAME)
                  .maxNumberLength(100)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Findings findings;
  private final Lines lines;
  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<String> columns = new ArrayList<>();
  private long read;

  JsonLines(Peeked text, Findings findings) throws UnusableFile {
    this.findings = findings;
    lines = new Lines(text, Limits.ROW);
    if (text.sample().toString().stripLeading().startsWith("[")) {
      throw new UnusableFile(
          null,
          null,
          "The file is one JSON array.",
          "Write one object per line, without brackets around and commas between them, e.g. by jq"
              + " -c '.[]'.");
    }
  }

  @Override
  public String format() {
    return "jsonl";
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
      CharSequence line = nextLine();
      if (line == null) {
        return null;
      }
      long number = lines.number();
      if (!lines.tooLong() && line.toString().isBlank()) {
        continue;
      }
      if (++read > Limits.ROWS) {
        throw new UnusableFile(
            number, null, "The file has more than 50 million rows.", "Split it.");
      }
      if (lines.tooLong()) {
        leaveOut(
            "row-too-long",
            number,
            "is longer than 1 Mi characters",
            "Write one object per line, and shorten its texts.");
        continue;
      }
      @Nullable String[] cells = parse(line.toString(), number);
      if (cells != null) {
        return new Row(number, number, cells);
      }
    }
  }

  private @Nullable CharSequence nextLine() throws IOException, UnusableFile {
    try {
      return lines.next();
    } catch (BadText e) {
      throw e.in(lines.number() + 1);
    }
  }

  private @Nullable String @Nullable [] parse(String line, long number)
      throws IOException, UnusableFile {
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        leaveOut("no-object", number, "is no JSON object", "Write one object per line.");
        return null;
      }
      @Nullable String[] cells = new String[columns.size()];
      Arrays.fill(cells, "");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int column = column(parser.currentName(), number);
        if (column >= cells.length) {
          int before = cells.length;
          cells = Arrays.copyOf(cells, column + 1);
          Arrays.fill(cells, before, cells.length, "");
        }
        cells[column] = value(parser);
      }
      if (parser.nextToken() != null) {
        leaveOut(
            "two-objects", number, "holds more than one JSON object", "Write one object per line.");
        return null;
      }
      return cells;
    } catch (StreamConstraintsException e) {
      leaveOut(
          "too-much",
          number,
          "is nested too deep, or has a name or number that is too long",
          "Write plain objects with a text and a label.");
      return null;
    } catch (JsonParseException e) {
      boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      leaveOut(
          twice ? "twice" : "broken",
          number,
          twice ? "names a member twice" : "is broken JSON" + place(e),
          twice ? "Name each member once." : "Write one complete object per line.");
      return null;
    }
  }

  private static String place(JsonProcessingException e) {
    int column = e.getLocation() == null ? -1 : e.getLocation().getColumnNr();
    return column > 0 ? " near character " + column : "";
  }

  private static @Nullable String value(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return "";
    }
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      parser.skipChildren();
      return null;
    }
    return parser.getText();
  }

  private int column(String name, long number) throws UnusableFile {
    Integer known = indexes.get(name);
    if (known != null) {
      return known;
    }
    if (columns.size() == Limits.COLUMNS) {
      throw new UnusableFile(
          number,
          null,
          "Up to row " + number + " the objects have more than 10,000 different members.",
          "Use the same names in each object, e.g. text and label.");
    }
    indexes.put(name, columns.size());
    columns.add(name);
    return columns.size() - 1;
  }

  private void leaveOut(String reason, long number, String what, String wayOut) {
    findings.row(
        Severity.WARNING,
        reason,
        number,
        null,
        "Row " + number + " " + what + ": left out.",
        wayOut);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
