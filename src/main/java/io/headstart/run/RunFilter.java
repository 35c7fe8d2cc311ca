package io.headstart.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which runs of the history to show. */
public enum RunFilter {
  /** Every run. */
  ALL("All", null),
  /** Waiting, starting, running or being cancelled. */
  OPEN("Under way", null),
  /** Ended with a result. */
  SUCCEEDED("Succeeded", "SUCCEEDED"),
  /** Ended without one. */
  FAILED("Failed", "FAILED"),
  /** Ended because somebody cancelled it. */
  CANCELLED("Cancelled", "CANCELLED");

  private final String words;
  private final @Nullable String endedState;

  RunFilter(String words, @Nullable String endedState) {
    this.words = words;
    this.endedState = endedState;
  }

  /** What the filter is called on the page. */
  public String words() {
    return words;
  }

  /** Value of the query parameter {@code state}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The final state that it asks for, or null when it asks for none. */
  @Nullable String endedState() {
    return endedState;
  }

  /** The filter of a query parameter; absent: all. */
  public static Optional<RunFilter> of(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return Optional.of(ALL);
    }
    return Arrays.stream(values()).filter(filter -> filter.value().equals(value)).findFirst();
  }
}
