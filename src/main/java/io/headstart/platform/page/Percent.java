package io.headstart.platform.page;

import io.quarkus.qute.TemplateExtension;
import java.util.Locale;

/**
 * Lengths and places in SVG parts, always within 0 to 100 %: {@code width="{percent:of(used,
 * limit)}"}. They are attributes because the content security policy forbids inline styles.
 */
@TemplateExtension(namespace = "percent")
public final class Percent {

  private Percent() {}

  /** Part of a whole; all of it when the whole is 0 and the part is not. */
  public static String of(Number part, Number whole) {
    double p = part.doubleValue();
    double w = whole.doubleValue();
    return written(w == 0 ? (p > 0 ? 1 : 0) : p / w);
  }

  /** What is left of the whole behind the part. */
  public static String rest(Number part, Number whole) {
    return of(Math.max(0, whole.doubleValue() - part.doubleValue()), whole);
  }

  /** Place of a value on the scale from low to high. */
  public static String at(Number value, Number low, Number high) {
    return of(value.doubleValue() - low.doubleValue(), high.doubleValue() - low.doubleValue());
  }

  private static String written(double share) {
    double percent = Double.isFinite(share) ? Math.min(100, Math.max(0, 100 * share)) : 0;
    return String.format(Locale.ENGLISH, "%.2f%%", percent);
  }
}
