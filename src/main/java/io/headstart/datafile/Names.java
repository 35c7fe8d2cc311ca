package io.headstart.datafile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** What an archive may call its files. Names never become paths of ours; odd ones mean no good. */
final class Names {
  private static final Charset CODE_PAGE = Charset.forName("IBM437");
  private static final int LONGEST = 1_024;
  private static final int LONGEST_STEP = 255;

  static final Flaw NOT_UTF8 =
      new Flaw(
          "name-not-utf8",
          "The file's name says that it is UTF-8 and is not",
          "Pack the archive again with another program.");

  private static final Flaw EMPTY = name("empty", "The file has no name");
  private static final Flaw ODD = name("odd", "The file's name has control characters");
  private static final Flaw LONG =
      name("long", "The file's name is longer than 255, or its path than 1,024 characters");
  private static final Flaw OUTSIDE =
      name("outside", "The file's path is absolute or leads out of the archive");
  private static final Flaw BACKSLASH = name("backslash", "The file's path has a backslash");
  private static final Flaw STEP =
      name("step", "The file's path has an empty step or a single dot");

  private Names() {}

  private static Flaw name(String reason, String text) {
    return new Flaw(
        "name-" + reason,
        text,
        "Pack plain folders and files, parted by \"/\", such as cat/1.jpg.");
  }

  /**
   * The name as text: UTF-8 where it is, else the code page of the first ZIP programs. Several
   * programs write UTF-8 without saying so.
   *
   * @param utf8 whether the archive says that it is UTF-8
   * @return null when it says so and it isn't
   */
  static @Nullable String decode(byte[] name, boolean utf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return utf8 ? null : new String(name, CODE_PAGE);
    }
  }

  /** Why a file can't be called like this, or null. */
  static @Nullable Flaw fault(String name) {
    if (name.isEmpty()) {
      return EMPTY;
    }
    if (name.length() > LONGEST) {
      return LONG;
    }
    if (name.codePoints().anyMatch(Names::isOdd)) {
      return ODD;
    }
    String path = name.replace('\\', '/');
    if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
      return OUTSIDE;
    }
    Flaw found = name.contains("\\") ? BACKSLASH : null;
    for (String step : path.split("/", -1)) {
      if (step.equals("..")) {
        return OUTSIDE;
      }
      if (step.length() > LONGEST_STEP) {
        found = LONG;
      } else if ((step.isEmpty() || step.equals(".")) && found == null) {
        found = STEP;
      }
    }
    return found;
  }

  /** Controls, halves of pairs, and marks that turn the direction of what follows. */
  static boolean isOdd(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xd800 && c <= 0xdfff)
        || c == 0x2028
        || c == 0x2029;
  }
}
