package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Strict UTF-8: a byte that can't stand where it stands, or a NUL character, ends the text with
 * {@link BadText}, thrown only after everything before it was handed out, so that the reader above
 * stands in the row concerned.
 */
final class Utf8 extends Reader {
  private final InputStream in;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private boolean ended;
  private @Nullable BadText pending;

  Utf8(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (pending != null) {
      throw pending;
    }
    CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
    while (chars.position() == 0) {
      CoderResult result = decoder.decode(bytes, chars, ended);
      if (result.isError()) {
        pending = notUtf8();
      } else if (result.isOverflow() && chars.position() == 0) {
        // Half a pair doesn't fit into one place; readers here ask for more than one character.
        throw new IllegalArgumentException("read at least two characters at once");
      } else if (chars.position() == 0) {
        if (ended) {
          return -1;
        }
        fill();
        continue;
      }
      break;
    }
    int count = nulFree(target, offset, chars.position());
    if (count == 0 && pending != null) {
      throw pending;
    }
    return count;
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  private int nulFree(char[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      if (target[offset + i] == 0) {
        pending =
            new BadText(
                "holds a NUL character: this is not plain text.",
                "Export the file again as text in UTF-8; if it is UTF-16, save it as UTF-8.");
        return i;
      }
    }
    return count;
  }

  private BadText notUtf8() {
    int bad = bytes.get(bytes.position()) & 0xff;
    if (ended && bad >= 0xc2 && bytes.remaining() < 4) {
      return new BadText(
          "ends in the middle of a character: the file was cut off.", "Upload the whole file.");
    }
    return new BadText(
        String.format(
            Locale.ROOT,
            "is not UTF-8: the byte 0x%02X can't stand where it stands; the file seems to be in"
                + " another encoding, such as Latin-1 or Windows-1252.",
            bad),
        "Save the file as UTF-8 (in Excel: \"CSV UTF-8\") and upload it again.");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
