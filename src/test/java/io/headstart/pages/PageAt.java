package io.headstart.pages;

import java.net.URI;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page as it was opened.
 *
 * @param site address of the server, without a slash at its end
 * @param path without host and query
 * @param query without {@code ?}; may be empty
 * @param asked when it was asked for
 * @param shown when it had been read
 */
record PageAt(String site, String path, String query, Instant asked, Instant shown) {
  static PageAt of(String address, Instant asked) {
    URI uri = URI.create(address);
    return new PageAt(
        uri.getScheme() + "://" + uri.getAuthority(),
        uri.getPath(),
        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        asked,
        Instant.now());
  }

  /** What follows a word in its path, or what it's asked for by that name; null without. */
  @Nullable String named(String word) {
    String after = found("/" + word + "/([^/?]+)", path);
    return after == null || after.equals("new")
        ? found("(?:^|&)" + word + "=([^&]+)", query)
        : after;
  }

  /** A number that is named so, or null. */
  @Nullable Long number(String word) {
    String text = named(word);
    return text == null ? null : Long.valueOf(text);
  }

  /** The run that it is about, by its path or by what a form is asked for; null without. */
  @Nullable Long run() {
    String number = found("/runs/([0-9]+)", path);
    return number == null ? number("run") : (Long) Long.parseLong(number);
  }

  private static @Nullable String found(String regex, String in) {
    Matcher matcher = Pattern.compile(regex).matcher(in);
    return matcher.find() ? matcher.group(1) : null;
  }
}
