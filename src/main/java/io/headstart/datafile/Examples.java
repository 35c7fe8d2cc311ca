package io.headstart.datafile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The kept rows of a data set version ({@code rows.jsonl}), one {@link Example} after the other;
 * one row is held at a time. Not thread-safe; one pass.
 */
public final class Examples implements Closeable {
  private static final ObjectReader EXAMPLE = Protocol.json().readerFor(Example.class);

  private final Lines lines;

  private Examples(InputStream in) {
    lines = new Lines(new Utf8(new BufferedInputStream(in, 1 << 16)), 8 * Limits.ROW);
  }

  /** Opens the file; to be closed by the caller. */
  public static Examples read(Path file) throws IOException {
    return new Examples(Files.newInputStream(file));
  }

  /**
   * The next example in the order of the user's file, or null at the end.
   *
   * @throws IOException when a line is no example; names the line
   */
  public @Nullable Example next() throws IOException {
    CharSequence line = lines.next();
    if (line == null) {
      return null;
    }
    try {
      if (lines.tooLong()) {
        throw new IOException("Line " + lines.number() + " of the rows is too long.");
      }
      return EXAMPLE.readValue(line.toString());
    } catch (JsonProcessingException e) {
      throw new IOException("Line " + lines.number() + " of the rows is no example.", e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
