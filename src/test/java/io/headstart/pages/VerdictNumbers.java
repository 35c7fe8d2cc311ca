package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run beside another answer to the same examples.
 *
 * @param name of the other in a table
 * @param by the same in a sentence
 * @param both examples that both answered rightly
 * @param first those that only the run did
 * @param second those that only the other did
 * @param neither those that none did
 */
record VerdictNumbers(String name, String by, long both, long first, long second, long neither) {
  /** Counts them. */
  static VerdictNumbers of(
      List<StoredAnswer> answers,
      String name,
      String by,
      Function<StoredAnswer, @Nullable String> other) {
    long[] cells = new long[4];
    for (StoredAnswer answer : answers) {
      boolean right = answer.label().equals(other.apply(answer));
      cells[(answer.right() ? 0 : 2) + (right ? 0 : 1)]++;
    }
    return new VerdictNumbers(name, by, cells[0], cells[1], cells[2], cells[3]);
  }

  private long all() {
    return both + first + second + neither;
  }

  private double points() {
    return 100.0 * (first - second) / all();
  }

  private Arithmetic.Range range() {
    return Arithmetic.paired(both, first, second, neither);
  }

  private boolean proven() {
    return Arithmetic.mcnemar(first, second) < 0.05;
  }

  private boolean open() {
    return !proven() && range().high() >= 0.01;
  }

  private boolean gained() {
    return proven() && first > second;
  }

  /** Whether it is the less favourable of two: what is spoken is that one. */
  boolean isBelow(VerdictNumbers other) {
    int mine = gained() ? 2 : open() ? 1 : 0;
    int others = other.gained() ? 2 : other.open() ? 1 : 0;
    return mine < others || (mine == others && points() < other.points());
  }

  /** All that pages say of it. */
  Map<String, Expected> row() {
    Map<String, Expected> row = new LinkedHashMap<>();
    double p = Arithmetic.mcnemar(first, second);
    row.put("name", Expected.text(name));
    row.put("by", Expected.text(by));
    row.put("trained", Expected.text(upper(by).replace(" + ", " with ")));
    row.put(
        "verdict",
        Expected.text(
            gained()
                ? "Transfer helped."
                : open() ? "It cannot be told yet." : "Transfer did not help."));
    row.put(
        "opening",
        Expected.text(
            gained()
                ? "Opening blocks paid."
                : open()
                    ? "Whether opening blocks paid cannot be told."
                    : "Opening blocks did not pay."));
    row.put("side", Expected.text(first > second ? "above" : "below"));
    row.put("gain", Expected.text(signed(points())));
    row.put("points", Expected.text(String.format(Locale.ROOT, "%.1f", Math.abs(points()))));
    row.put("low", Expected.text(signed(100 * range().low())));
    row.put("high", Expected.text(signed(100 * range().high())));
    row.put("lowest", Expected.text(Say.decimal(100 * range().low(), 1)));
    row.put("highest", Expected.text(Say.decimal(100 * range().high(), 1)));
    row.put(
        "p", Expected.text(p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p)));
    row.put("both", Expected.text(both));
    row.put("first", Expected.text(first));
    row.put("second", Expected.text(second));
    row.put("neither", Expected.text(neither));
    return row;
  }

  static String upper(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A difference in points; what is rounded to zero has no sign. */
  static String signed(double points) {
    String size = String.format(Locale.ROOT, "%.1f", Math.abs(points));
    return (size.equals("0.0") ? "" : points < 0 ? "−" : "+") + size;
  }
}
