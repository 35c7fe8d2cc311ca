package io.headstart.platform.page;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How numbers, sizes and times are written, the same on every page: {@code {say:bytes(file.size)}}.
 * English, independent of the server's locale and zone.
 */
@TemplateExtension(namespace = "say")
public final class Say {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Say() {}

  /** A whole number with thousands separated: {@code 2,206,816}. */
  public static String count(Number n) {
    return String.format(Locale.ENGLISH, "%,d", n.longValue());
  }

  /** A count with its noun: {@code 1 run}, {@code 2 runs}, {@code 2 classes}. */
  public static String counted(Number n, String noun) {
    String ending = noun.endsWith("s") ? "es" : "s";
    return count(n) + " " + noun + (n.longValue() == 1 ? "" : ending);
  }

  /** A size in powers of 1,000, to two or three digits: {@code 8.8 MB}. */
  public static String bytes(Number n) {
    double value = n.doubleValue();
    int unit = 0;
    while (unit < UNITS.length - 1 && value >= (unit == 0 ? 1000 : 999.5)) {
      value /= 1000;
      unit++;
    }
    String digits = unit == 0 || value >= 9.95 ? "%.0f" : "%.1f";
    return String.format(Locale.ENGLISH, digits + " %s", value, UNITS[unit]);
  }

  /**
   * A number with the given count of decimals and a true minus sign: {@code 0.881}, {@code −0.6}.
   */
  public static String decimal(Number n, Integer decimals) {
    return String.format(Locale.ENGLISH, "%." + decimals + "f", n.doubleValue()).replace('-', '−');
  }

  /**
   * A difference with its sign, a true minus: {@code +1.3}, {@code −0.6}; what is rounded to zero
   * has none: {@code 0.0}.
   */
  public static String signed(Number n, Integer decimals) {
    String size = decimal(Math.abs(n.doubleValue()), decimals);
    boolean zero = size.chars().noneMatch(c -> c >= '1' && c <= '9');
    return (zero ? "" : n.doubleValue() < 0 ? "−" : "+") + size;
  }

  /** A share of one in whole per cent; one decimal below 10: {@code 40 %}, {@code 2.5 %}. */
  public static String share(Number n) {
    double percent = 100 * n.doubleValue();
    boolean whole = percent == 0 || Math.abs(percent) >= 9.95;
    return String.format(Locale.ENGLISH, whole ? "%.0f %%" : "%.1f %%", percent);
  }

  /** A learning rate to two digits: {@code 1.0e-3}. Zero is {@code 0}. */
  public static String rate(Number n) {
    double value = n.doubleValue();
    if (value == 0) {
      return "0";
    }
    BigDecimal two = new BigDecimal(value).round(new MathContext(2));
    return String.format(Locale.ENGLISH, "%.1e", two)
        .replaceFirst("e([+-])0*(?=\\d)", "e$1")
        .replace("e+", "e");
  }

  /** A length of time as a clock shows it: {@code 0:52}, {@code 5:41}, {@code 1:02:03}. */
  public static String clock(Duration d) {
    long s = Math.max(0, d.toSeconds());
    return s < 3600
        ? String.format(Locale.ENGLISH, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ENGLISH, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  /** A moment to the minute: {@code 24 Nov 2026, 10:05 UTC}; in a page use the tag {@code time}. */
  public static String time(Instant at) {
    return MINUTE.format(at);
  }

  /**
   * A length of time in hours, or in minutes below one: {@code 12 h}, {@code 1.5 h}, {@code 30
   * min}.
   */
  public static String hours(Duration d) {
    if (d.toMinutes() < 60) {
      return d.toMinutes() + " min";
    }
    double hours = d.toMinutes() / 60.0;
    return String.format(Locale.ENGLISH, hours == Math.rint(hours) ? "%.0f h" : "%.1f h", hours);
  }

  /** Milliseconds as a clock shows them: {@code 5:41}. */
  public static String elapsed(Number millis) {
    return clock(Duration.ofMillis(millis.longValue()));
  }
}
