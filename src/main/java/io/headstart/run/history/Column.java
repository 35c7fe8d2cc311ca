package io.headstart.run.history;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Columns that can be left out; the run itself and its state always stand there. */
public enum Column {
  /** On the test split, with its interval. */
  ACCURACY("Accuracy"),
  /** Points over the baseline. */
  DIFFERENCE("Over the baseline"),
  /** Base model. */
  BASE("Base model"),
  /** Frozen blocks. */
  FROZEN("Frozen"),
  /** Learning rates. */
  RATES("Rates"),
  /** How long the worker took. */
  TIME("Time"),
  /** Who started it, and when. */
  WHO("Who, when");

  private final String words;

  Column(String words) {
    this.words = words;
  }

  /** What the column is called. */
  public String words() {
    return words;
  }

  /** Value of the query parameter {@code cols}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those named; all when none is. */
  static Set<Column> of(Collection<String> values) {
    Set<Column> named =
        Arrays.stream(values())
            .filter(column -> values.contains(column.value()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Column.class)));
    return named.isEmpty() ? EnumSet.allOf(Column.class) : named;
  }
}
