package io.headstart.run.errors;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list of examples that is ordered by certainty.
 *
 * @param certainty of the last example seen, 0 to 1
 * @param id of that example
 */
record Place(double certainty, long id) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,16})-([0-9]{1,18})");

  /** Form for an address: the exact bits, so that none is shown twice or never. */
  String text() {
    return Long.toHexString(Double.doubleToLongBits(certainty)) + "-" + id;
  }

  /**
   * Reads one from an address.
   *
   * @return null when there is none
   * @throws Problem 400 when it's none of ours
   */
  static @Nullable Place parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      double certainty = Double.longBitsToDouble(Long.parseUnsignedLong(form.group(1), 16));
      if (certainty >= 0 && certainty < 2) {
        return new Place(certainty, Long.parseLong(form.group(2)));
      }
    }
    throw new Problem(
        400,
        "cursor-unknown",
        "This place in the list is none that this server has given",
        List.of(new Item("after", "It can't be read.", "Leave it out to begin at the top.")));
  }
}
