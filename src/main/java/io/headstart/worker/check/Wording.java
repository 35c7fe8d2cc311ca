package io.headstart.worker.check;

import java.util.Locale;

/** How values of a user's file stand in sentences. */
final class Wording {
  private static final int LONGEST = 60;

  private Wording() {}

  /** In quotes, cut at 60 characters. */
  static String quoted(String value) {
    return '"' + cut(value, LONGEST) + '"';
  }

  /** {@code 1,200}, whatever the language of the machine. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 row}, {@code 1,200 rows}. */
  static String counted(long count, String one) {
    return number(count) + ' ' + one + (count == 1 ? "" : "s");
  }

  /** The first {@code length} characters, never half a pair. */
  static String cut(String value, int length) {
    if (value.length() <= length) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(length - 1)) ? length - 1 : length;
    return value.substring(0, end) + "…";
  }
}
