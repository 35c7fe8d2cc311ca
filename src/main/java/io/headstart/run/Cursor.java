package io.headstart.run;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the history, opaque to whoever holds it. It can't reach another team's runs: the page
 * is read under the team's policy whatever the cursor says.
 *
 * @param before runs with a smaller number follow
 */
record Cursor(long before) {
  private static final Pattern FORM = Pattern.compile("runs/([0-9]{1,18})");

  /** Form for an address. */
  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("runs/" + before).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads one from an address.
   *
   * @return null when there is none
   * @throws Problem 400 when it's none of ours
   */
  static @Nullable Cursor parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      Matcher form = FORM.matcher(plain);
      if (form.matches()) {
        return new Cursor(Long.parseLong(form.group(1)));
      }
    } catch (IllegalArgumentException e) {
      // Falls through: not base64 is the same as not ours.
    }
    throw new Problem(
        400,
        "cursor-unknown",
        "This cursor is none that this server has given",
        List.of(new Item("cursor", "It can't be read.", "Leave it out to begin at the newest.")));
  }
}
