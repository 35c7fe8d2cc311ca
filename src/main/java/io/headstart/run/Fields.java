package io.headstart.run;

import io.headstart.platform.problem.Problem.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the fields of a {@link NewRun} and keeps all that is wrong with them. */
final class Fields {
  private final NewRun asked;
  private final List<Item> items = new ArrayList<>();

  Fields(NewRun asked) {
    this.asked = asked;
  }

  /** Everything that was wrong so far. */
  List<Item> items() {
    return List.copyOf(items);
  }

  boolean isAbsent(String field) {
    return asked.text(field).isEmpty();
  }

  void wrong(String field, String why, String fix) {
    items.add(new Item(field, why, fix));
  }

  /** A whole number; out of range or none: an item, and the default. */
  long whole(String field, String words, long low, long high, long otherwise) {
    if (isAbsent(field)) {
      return otherwise;
    }
    String text = asked.text(field);
    try {
      long value = new BigDecimal(text).longValueExact();
      if (value >= low && value <= high) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Falls through: no whole number is as wrong as one out of range.
    }
    wrong(
        field,
        words + " can't be \"" + shortened(text) + "\".",
        high == Long.MAX_VALUE
            ? "Give a whole number."
            : String.format(Locale.ROOT, "Give a whole number from %d to %d.", low, high));
    return otherwise;
  }

  /** A learning rate, 0 to 1; anything else: an item, and the default. */
  double rate(String field, String words, double otherwise) {
    if (isAbsent(field)) {
      return otherwise;
    }
    String text = asked.text(field);
    try {
      double value = new BigDecimal(text).doubleValue();
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through, as above.
    }
    wrong(
        field,
        words + " can't be \"" + shortened(text) + "\".",
        "Give a number from 0 to 1, such as 1e-3; 0 keeps those weights as they are.");
    return otherwise;
  }

  /** A number in a range; anything else: an item, and the default. */
  double number(String field, String words, double low, double high, double otherwise) {
    if (isAbsent(field)) {
      return otherwise;
    }
    String text = asked.text(field);
    try {
      double value = new BigDecimal(text).doubleValue();
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through: no number is as wrong as one out of range.
    }
    wrong(
        field,
        words + " can't be \"" + shortened(text) + "\".",
        String.format(Locale.ROOT, "Give a number from %s to %s.", low, high));
    return otherwise;
  }

  /** True or false; absent is false, anything else an item. */
  boolean flag(String field, String words) {
    String text = asked.text(field);
    if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
      wrong(field, words + " can't be \"" + shortened(text) + "\".", "Give true or false.");
    }
    return text.equals("true");
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
