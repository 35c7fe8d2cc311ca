package io.headstart.datafile;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of text, of which none longer than a bound is kept. */
final class Lines implements Closeable {
  private final Reader in;
  private final int longest;
  private final char[] buffer = new char[1 << 14];
  private final StringBuilder line = new StringBuilder();
  private int position;
  private int limit;
  private long number;
  private boolean tooLong;

  Lines(Reader in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** The next line without its end, or null behind the last one; valid until the next call. */
  @Nullable CharSequence next() throws IOException {
    line.setLength(0);
    tooLong = false;
    boolean any = false;
    while (true) {
      if (position == limit) {
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        position = 0;
        if (limit == 0) {
          if (!any) {
            return null;
          }
          break;
        }
      }
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      append(position, end);
      position = end;
      if (end < limit) {
        position++;
        break;
      }
    }
    number++;
    return line;
  }

  private void append(int from, int to) {
    if (line.length() + (to - from) > longest) {
      tooLong = true;
      line.setLength(0);
    }
    if (!tooLong) {
      line.append(buffer, from, to - from);
    }
  }

  /** Number of the last line, from 1. */
  long number() {
    return number;
  }

  /** True when the last line was longer than the bound; its text was dropped. */
  boolean tooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
