package io.headstart.worker.check;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headstart.protocol.Example;
import io.headstart.protocol.Protocol;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the rows that a check keeps: JSON lines of {@link Example}, each ended by a newline. */
final class KeptRows implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final ObjectWriter LINES =
      Protocol.json()
          .writer()
          .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .withRootValueSeparator("\n");

  private final OutputStream out;
  private final SequenceWriter lines;

  /** file: made anew. */
  KeptRows(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    lines = LINES.writeValues(out);
  }

  void add(Example row) throws IOException {
    lines.write(row);
  }

  /** Ends the last line. */
  @Override
  public void close() throws IOException {
    try (out;
        lines) {
      lines.flush();
      out.write('\n');
    }
  }
}
