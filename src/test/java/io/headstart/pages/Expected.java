package io.headstart.pages;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may stand where a line of {@link ExplainedNumbers} has a placeholder.
 *
 * @param pattern regular expression of its shape, without groups
 * @param holds whether a text of that shape is right
 */
record Expected(String pattern, Predicate<String> holds) {
  /** This text and no other. */
  static Expected text(Object exactly) {
    return new Expected(Pattern.quote(String.valueOf(exactly)), text -> true);
  }

  /** One of two texts: what a value was as the page was asked for, or had become as it was read. */
  static Expected either(String one, String other) {
    return new Expected(Pattern.quote(one) + "|" + Pattern.quote(other), text -> true);
  }

  /** What this may be, which is no more than a pattern, and behind it one of these texts. */
  Expected then(Collection<String> texts) {
    return new Expected(
        "(?:"
            + pattern
            + ")(?:"
            + texts.stream().map(Pattern::quote).collect(Collectors.joining("|"))
            + ")",
        text -> true);
  }

  /** Nothing: the row has no such value, and a text that shows one is wrong. */
  static Expected none() {
    return new Expected("(?!)", text -> false);
  }

  /** A whole number that changes between two looks, both ends included. */
  static Expected between(long low, long high) {
    return new Expected(
        "[0-9]{1,3}(?:,?[0-9]{3})*",
        text -> {
          long n = Long.parseLong(text.replace(",", ""));
          return low <= n && n <= high;
        });
  }

  /** A share with three decimals between two, both ends included. */
  static Expected between(double low, double high) {
    double rounded = 0.0005;
    return new Expected(
        "[01]\\.[0-9]{3}",
        text -> {
          double shown = Double.parseDouble(text);
          return low - rounded <= shown && shown <= high + rounded;
        });
  }

  /** {@code 7 seconds ago}, up to so many. */
  static Expected secondsAgo(long most) {
    return new Expected(
        "[0-9,]+ seconds? ago",
        text -> {
          long n = Long.parseLong(text.replaceAll("[^0-9]", ""));
          return n <= most && text.contains("seconds") == (n != 1);
        });
  }

  /** A size as PostgreSQL writes it, of 1 byte to this many. */
  static Expected sizeUpTo(long bytes) {
    return new Expected(
        "[0-9]+ (?:kB|MB|GB)",
        text -> {
          String[] parts = text.split(" ", -1);
          double unit = Math.pow(1_024, 1 + List.of("kB", "MB", "GB").indexOf(parts[1]));
          double shown = Double.parseDouble(parts[0]) * unit;
          return shown > 0 && shown <= bytes + unit / 2;
        });
  }

  /** A moment, to the minute, of those between two. */
  static Expected moment(Instant from, Instant to) {
    return new Expected(
        "[0-9]{1,2} [A-Z][a-z]{2,3} [0-9]{4}, [0-9]{2}:[0-9]{2}",
        text -> {
          Instant minute = Rows.minute(text);
          return !minute.isBefore(from.truncatedTo(ChronoUnit.MINUTES)) && !minute.isAfter(to);
        });
  }
}
