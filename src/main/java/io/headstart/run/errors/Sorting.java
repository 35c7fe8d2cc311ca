package io.headstart.run.errors;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Columns that the scores of classes are sorted by. */
@SuppressWarnings("ImmutableEnumChecker") // these comparators have no state
public enum Sorting {
  /** By name, A first. */
  NAME("Class", Comparator.comparing(ClassScore::name)),
  /** The lowest first: there is something to mend. */
  PRECISION("Precision", Comparator.comparingDouble(ClassScore::precision)),
  /** The lowest first. */
  RECALL("Recall", Comparator.comparingDouble(ClassScore::recall)),
  /** The lowest first. */
  F1("F1", Comparator.comparingDouble(ClassScore::f1)),
  /** The largest class first. */
  SUPPORT("Examples", Comparator.comparingLong(ClassScore::support).reversed());

  private final String words;
  private final Comparator<ClassScore> order;

  Sorting(String words, Comparator<ClassScore> order) {
    this.words = words;
    this.order = order;
  }

  /** What the column is called. */
  public String words() {
    return words;
  }

  /** Value of the query parameter {@code sort}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How the header names the order to screen readers. */
  public String aria() {
    return this == SUPPORT ? "descending" : "ascending";
  }

  List<ClassScore> sorted(List<ClassScore> scores) {
    return scores.stream().sorted(order.thenComparing(ClassScore::name)).toList();
  }

  /** The sorting of a query parameter; anything else: by F1, the worst first. */
  static Sorting of(@Nullable String value) {
    return Optional.ofNullable(value)
        .flatMap(v -> java.util.Arrays.stream(values()).filter(s -> s.value().equals(v)).findAny())
        .orElse(F1);
  }
}
