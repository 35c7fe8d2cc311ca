package io.headstart.platform.problem;

import java.util.List;

/**
 * What is wrong with a form, for its template: the list at the top and the words at each field.
 *
 * @param items each thing that is wrong; {@code field} is the id of an input
 */
public record Faults(List<Problem.Item> items) {
  /** Nothing is wrong. */
  public static final Faults NONE = new Faults(List.of());

  public Faults {
    items = List.copyOf(items);
  }

  /** What is wrong with a field and the way out, or an empty text. */
  public String of(String field) {
    return items.stream()
        .filter(item -> field.equals(item.field()))
        .map(item -> item.why() + " " + item.fix())
        .findFirst()
        .orElse("");
  }
}
