package io.headstart.worker.check;

/** How values of a user's file stand in sentences. */
final class Wording {
  private static final int LONGEST = 60;

  private Wording() {}

  /** In quotes, cut at 60 characters. */
  static String quoted(String value) {
    return '"' + cut(value, LONGEST) + '"';
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
