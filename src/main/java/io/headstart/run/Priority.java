package io.headstart.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of a team's own waiting runs goes first; between teams it has no say. */
public enum Priority {
  /** After all others. */
  @JsonProperty("low")
  LOW(-1, "Low: after the team's other runs"),
  /** In the order in which they were started. */
  @JsonProperty("normal")
  NORMAL(0, "Normal"),
  /** Before all others. */
  @JsonProperty("high")
  HIGH(1, "High: before the team's other runs");

  private final int order;
  private final String words;

  Priority(int order, String words) {
    this.order = order;
    this.words = words;
  }

  /** As the queue sorts it: larger goes first. */
  public int order() {
    return order;
  }

  /** As forms and the API write it: {@code high}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a form says of it. */
  public String words() {
    return words;
  }

  /** The one of that name, in lower case; empty when there is none. */
  static Optional<Priority> of(String value) {
    return Arrays.stream(values()).filter(one -> one.value().equals(value)).findAny();
  }
}
