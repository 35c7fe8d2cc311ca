package io.headstart.run.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the table can be sorted by; runs that have no value come last, either way. */
public enum Order {
  /** When they were started. */
  DATE("When", "r.number", "r.number"),
  /** Share of right answers on the test split. */
  ACCURACY("Accuracy on test", "coalesce(r.accuracy, -1)", "coalesce(r.accuracy, 2)"),
  /** How long the worker took. */
  TIME("Time", "coalesce(r.work_seconds, -1)", "coalesce(r.work_seconds, 1e18)");

  private final String words;
  private final String falling;
  private final String rising;

  Order(String words, String falling, String rising) {
    this.words = words;
    this.falling = falling;
    this.rising = rising;
  }

  /** What the column is called. */
  public String words() {
    return words;
  }

  /** Value of the query parameter {@code sort}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The expression sorted by; those that fall have an index. */
  String key(boolean ascending) {
    return ascending ? rising : falling;
  }

  static Order of(@Nullable String value) {
    return Optional.ofNullable(value)
        .flatMap(v -> Arrays.stream(values()).filter(o -> o.value().equals(v)).findAny())
        .orElse(DATE);
  }
}
