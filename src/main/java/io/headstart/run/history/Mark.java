package io.headstart.run.history;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the table.
 *
 * @param key what the last run seen is sorted by
 * @param number of that run
 */
record Mark(double key, long number) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,16})-([0-9]{1,18})");

  /** Form for an address: the exact bits. */
  String text() {
    return Long.toHexString(Double.doubleToLongBits(key)) + "-" + number;
  }

  /**
   * Reads one from an address.
   *
   * @return null when there is none
   * @throws Problem 400 when it's none of ours
   */
  static @Nullable Mark parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      double key = Double.longBitsToDouble(Long.parseUnsignedLong(form.group(1), 16));
      if (!Double.isNaN(key)) {
        return new Mark(key, Long.parseLong(form.group(2)));
      }
    }
    throw new Problem(
        400,
        "cursor-unknown",
        "This place in the table is none that this server has given",
        List.of(new Item("after", "It can't be read.", "Leave it out to begin at the top.")));
  }
}
