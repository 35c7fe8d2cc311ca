package io.headstart.datafile;

import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/** A reader whose first characters can be looked at before they are read. */
final class Peeked extends Reader {
  private static final int SAMPLE = 1 << 16;

  private final Reader in;
  private final char[] sample = new char[SAMPLE];
  private final int length;
  private int position;
  private @Nullable IOException afterSample;

  Peeked(Reader in) {
    this.in = in;
    int filled = 0;
    try {
      while (filled < SAMPLE - 1) {
        int count = in.read(sample, filled, SAMPLE - filled);
        if (count < 0) {
          break;
        }
        filled += count;
      }
    } catch (IOException e) {
      afterSample = e;
    }
    length = filled;
  }

  /** The first characters, at most 64 Ki; what is wrong behind them shows when it is read. */
  CharSequence sample() {
    return CharBuffer.wrap(sample, 0, length);
  }

  boolean sampleIsAll() {
    return length < SAMPLE - 1 && afterSample == null;
  }

  boolean startsWithObject() {
    for (int i = 0; i < length; i++) {
      if (!Character.isWhitespace(sample[i])) {
        return sample[i] == '{' || sample[i] == '[';
      }
    }
    return false;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    if (position < length) {
      int taken = Math.min(count, length - position);
      System.arraycopy(sample, position, target, offset, taken);
      position += taken;
      return taken;
    }
    if (afterSample != null) {
      throw afterSample;
    }
    return in.read(target, offset, count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
