package io.headstart.worker.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads {@code rows.jsonl}, one {@link Example} at a time. */
public final class TextRows implements AutoCloseable {
  private final BufferedReader reader;
  private final ObjectReader json = Protocol.json().readerFor(Example.class);
  private long line;

  private TextRows(BufferedReader reader) {
    this.reader = reader;
  }

  /** Opens a file of rows. */
  public static TextRows open(Path rows) throws IOException {
    return new TextRows(Files.newBufferedReader(rows));
  }

  /**
   * The next row, or null behind the last one.
   *
   * @throws RowsUnusable when a line is not an example
   */
  public @Nullable Example next() throws IOException, RowsUnusable {
    String text = line();
    if (text == null) {
      return null;
    }
    line++;
    try {
      Example example = json.readValue(text);
      if (example == null
          || example.split() == null
          || example.label() == null
          || example.text() == null) {
        throw damaged("a field is missing");
      }
      return example;
    } catch (JsonProcessingException e) {
      throw damaged(e.getOriginalMessage());
    }
  }

  private @Nullable String line() throws IOException, RowsUnusable {
    try {
      return reader.readLine();
    } catch (CharacterCodingException e) {
      line++;
      throw damaged("it is not UTF-8");
    }
  }

  private RowsUnusable damaged(String why) {
    return new RowsUnusable(
        "rows-unreadable",
        "Line "
            + line
            + " of the data set's rows can't be read ("
            + why
            + "). Run the data set's check again to have them written anew.");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
