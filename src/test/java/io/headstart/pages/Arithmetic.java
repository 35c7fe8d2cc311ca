package io.headstart.pages;

import java.util.Arrays;

/** The intervals and tests that pages show, computed a second time and otherwise than there. */
final class Arithmetic {
  private static final double Z = 1.959963984540054;

  private Arithmetic() {}

  /** From low to high. */
  record Range(double low, double high) {}

  /**
   * Wilson's interval: the shares whose distance from the one seen is Z standard errors or less.
   */
  static Range wilson(long right, long all) {
    double seen = (double) right / all;
    return new Range(edge(seen, all, 0, seen), edge(seen, all, 1, seen));
  }

  /** Where between a far end and what was seen the distance is Z standard errors, by halving. */
  private static double edge(double seen, double all, double far, double near) {
    double out = far;
    double in = near;
    for (int i = 0; i < 100; i++) {
      double share = (out + in) / 2;
      boolean inside = Math.pow(share - seen, 2) * all <= Z * Z * share * (1 - share);
      in = inside ? share : in;
      out = inside ? out : share;
    }
    return in;
  }

  /** Agresti and Min's interval of the difference of two shares on the same examples. */
  static Range paired(long both, long first, long second, long neither) {
    double n = both + first + second + neither + 2;
    double p12 = (first + 0.5) / n;
    double p21 = (second + 0.5) / n;
    double half = Z * Math.sqrt((p12 + p21 - (p12 - p21) * (p12 - p21)) / n);
    return new Range(p12 - p21 - half, p12 - p21 + half);
  }

  /** McNemar's exact p: both tails of a fair coin thrown first + second times. */
  static double mcnemar(long first, long second) {
    long n = first + second;
    double way = Math.pow(0.5, n);
    double tail = 0;
    for (long k = 0; k <= Math.min(first, second); k++) {
      tail += way;
      way = way * (n - k) / (k + 1);
    }
    return Math.min(1, 2 * tail);
  }

  /**
   * Holm's correction: each p times the number of those that are as large or larger, and never
   * below that of a smaller p.
   */
  static double[] holm(double... ps) {
    double[] adjusted = new double[ps.length];
    for (int i = 0; i < ps.length; i++) {
      for (int j = 0; j < ps.length; j++) {
        if (ps[j] <= ps[i]) {
          double one = ps[j];
          long rest = Arrays.stream(ps).filter(p -> p >= one).count();
          adjusted[i] = Math.max(adjusted[i], Math.min(1, one * rest));
        }
      }
    }
    return adjusted;
  }

  /** The 97.5 % quantile of Student's t, by halving over the area below its density. */
  static double student(int degrees) {
    double low = 0;
    double high = 20;
    double whole = area(degrees, Double.POSITIVE_INFINITY);
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      boolean below = area(degrees, middle) < 0.95 * whole;
      low = below ? middle : low;
      high = below ? high : middle;
    }
    return low;
  }

  /** Area from 0 to a point of 0 or more, up to a constant factor: by Simpson, after t = tan a. */
  private static double area(int degrees, double to) {
    int steps = 4_000;
    double step = Math.atan(to) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double t = Math.tan(i * step);
      double height = Math.pow(1 + t * t / degrees, -(degrees + 1) / 2.0) * (1 + t * t);
      sum += height * (i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4);
    }
    return sum * step / 3;
  }
}
