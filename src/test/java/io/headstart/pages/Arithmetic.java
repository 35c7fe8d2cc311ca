package io.headstart.pages;

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
}
